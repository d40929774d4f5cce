# Runs one program so that it can never outlive the AppHost: guard.sh PIDFILE GRACE_SECONDS PROGRAM [ARGUMENT...]
#
# Standard input is a pipe whose other end only the AppHost holds. When it closes - because the AppHost stops the
# program, or because it was killed - the program gets SIGTERM, and SIGKILL with its whole process group after the
# grace period. The program reads the same pipe, so it may notice by itself as well.
pidfile=$1 grace=$2
shift 2
exec 3<&0
# The terminal's Ctrl+C is the AppHost's to handle: it stops everything in order.
trap : INT HUP QUIT
if command -v setsid >/dev/null 2>&1; then
  setsid "$@" <&3 3<&- &
else
  perl -MPOSIX -e 'POSIX::setsid(); exec { $ARGV[0] } @ARGV or die "$ARGV[0]: $!\n"' "$@" <&3 3<&- &
fi
child=$!
echo $child >"$pidfile"
trap 'kill -TERM $child 2>/dev/null' TERM
(
  trap '' INT HUP QUIT
  trap 'exit 0' TERM
  while read -r _; do :; done <&3
  kill -TERM $child 2>/dev/null
  left=$((grace * 5))
  while [ $left -gt 0 ] && kill -0 $child 2>/dev/null; do
    sleep 0.2
    left=$((left - 1))
  done
  kill -KILL -- -$child 2>/dev/null
) >/dev/null 2>&1 &
watch=$!
while :; do
  wait $child
  status=$?
  kill -0 $child 2>/dev/null || break
done
# Asked, not killed: it must not leave a sleep behind.
kill -TERM $watch 2>/dev/null
wait $watch
# Whatever the program left behind in its group goes with it.
kill -KILL -- -$child 2>/dev/null
rm -f "$pidfile"
exit $status
