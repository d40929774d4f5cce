#!/usr/bin/env bash
# Makes what a new installation keeps secret, one file each, for Compose and for Kubernetes:
#   infra/make-secrets.sh infra/compose/secrets
# Each service gets a user of its own at the broker and at the store, and no more rights than it needs.
set -euo pipefail

directory=${1:?usage: $0 DIRECTORY}
here=$(cd "$(dirname "$0")" && pwd)
if [ -e "$directory/api-key" ]; then
  echo "$directory: has secrets already; whoever makes new ones must also give them to the broker and the store" >&2
  exit 2
fi

# The directory is closed to other users of this machine; the files are open, because containers read them as users of their own.
mkdir -p "$directory"
chmod 700 "$directory"
umask 022

random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
sha256() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -d' ' -f1 | tr -d '\n'; }
write() { cat >"$directory/$1"; }

definitions=$(cat "$here/rabbitmq/definitions.json")
for user in proposal analysis evaluation keda operator; do
  password=$(random)
  definitions=${definitions//"@$user-password@"/$password}
  case $user in
    operator) printf %s "$password" | write rabbitmq-operator-password ;;
    keda) printf %s "http://$user:$password@messaging:15672/" | write keda-messaging ;;
    *) printf %s "amqp://$user:$password@messaging:5672/" | write "$user-messaging" ;;
  esac
done
printf '%s\n' "$definitions" | write rabbitmq-definitions.json

random | write mongodb-root-password
for user in proposal analysis; do
  password=$(random)
  printf %s "$password" | write "mongodb-$user-password"
  printf %s "mongodb://$user:$password@mongodb:27017/archopt" | write "$user-store"
done

random | write grafana-admin-password

# The key that people and programs send as X-Api-Key, and its hash, which is all that services know. Last, because its file says that the set is whole.
key=$(random)
printf %s "$key" | sha256 | write ApiKeys__0
printf %s "$key" | write api-key
echo "The secrets of a new installation are in $directory; the API key is in $directory/api-key"
