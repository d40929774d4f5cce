# Runs one program so that nothing of it outlives the worker: guard.sh PIDFILE TENTHS DIRECTORY PROGRAM [ARGUMENT...]
#
# Standard input is a pipe whose other end only the worker holds. A line on it asks for an orderly end: SIGTERM to the
# program's process group, TENTHS tenths of a second of grace, SIGKILL. The end of the pipe means that the worker is
# dead, killed perhaps: then the grace is one second. Both this script and the program are sessions of their own, so
# what is sent to the worker's group (Ctrl+C, kill -9) reaches neither. The exit code is the program's; 128 + n for
# signal n. PROGRAM begins with whatever makes it a session. "$@" is passed on as it is and never interpreted.
pidfile=$1 grace=$2 directory=$3
shift 3
trap : HUP INT QUIT TERM
exec 3<&0 </dev/null
"$@" 3<&- &
child=$!
exec >/dev/null 2>&1
# For this script's own tools; the program has the PATH that it was given.
PATH=/usr/bin:/bin:/usr/sbin:/sbin:$PATH
# The 22nd field of stat, the start time, tells this process from a later one with the same number.
stat=$(cat "/proc/$child/stat")
set -- ${stat##*) }
echo "$child ${20}" >"$pidfile"
# Where memory ends, the kernel takes the training and not the worker.
echo 500 >"/proc/$child/oom_score_adj"
(
  trap '' HUP INT QUIT TERM
  read -r asked <&3 || grace=10
  kill -TERM -- "-$child" || kill -TERM "$child"
  while [ "$grace" -gt 0 ] && kill -0 "$child"; do
    sleep 0.1
    grace=$((grace - 1))
  done
  kill -KILL -- "-$child" || kill -KILL "$child"
) &
watch=$!
# A signal to this script ends the waiting, not the program.
while :; do
  wait "$child"
  status=$?
  kill -0 "$child" || break
done
kill -KILL "$watch"
wait "$watch"
# What the program left behind goes with it: its process group, and what has left the group but not the environment.
kill -KILL -- "-$child"
for round in 1 2 3 4 5; do
  found=
  for file in $(grep -lszxF "ARCHOPT_CHECKPOINT_DIR=$directory" /proc/[0-9]*/environ); do
    left=${file#/proc/}
    left=${left%/environ}
    [ "$left" = $$ ] || { kill -KILL "$left" && found=yes; }
  done
  [ "$found" ] || break
done
rm -f "$pidfile"
exit "$status"
