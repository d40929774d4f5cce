#!/bin/sh
# Stands for a training program: a learning curve that follows from the parameters, a checkpoint after every epoch. Like a
# program that keeps its history in its checkpoint it reports what it knows again when it resumes.
history=$ARCHOPT_CHECKPOINT_DIR/history
touch "$history"
cat "$history"
epoch=$(wc -l <"$history")
while [ "$epoch" -lt "$ARCHOPT_RESOURCE" ]; do
  epoch=$((epoch + 1))
  sleep "${TRAINER_EPOCH_SECONDS:-0.02}"
  awk -v epoch="$epoch" -v dim="$ARCHOPT_PARAM_EMBEDDING_DIM" -v layers="$ARCHOPT_PARAM_N_LAYERS" -v rate="$ARCHOPT_PARAM_LEARNING_RATE" \
    -v model="$ARCHOPT_PARAM_MODEL" 'BEGIN {
      floor = 0.5 + (dim - 160) ^ 2 / 1e6 + (layers - 5) ^ 2 / 500 + (log(rate) + 7) ^ 2 / 400
      if (model == "GAT+RL") floor += 0.02
      if (model == "GT+RL") floor += 0.01
      printf "{\"archopt\":{\"step\":%d,\"metrics\":{\"val_cost\":%.9f}}}\n", epoch, floor + 0.5 * exp(-epoch / 3) + 0.002 * (epoch > 12) * (epoch - 12)
    }' >"$history.line"
  cat "$history" "$history.line" >"$history.new"
  mv "$history.new" "$history"
  cat "$history.line"
done
echo "attempt $ARCHOPT_ATTEMPT of trial $ARCHOPT_TRIAL is done"
