#!/bin/sh
# Finishes a stand-in image in the root $1, with the files of /mnt/files: users, folders and entry points that
# docker-compose.yml and the Dockerfile rely on.
set -eu
root=$1
if [ -e /mnt/files/node ]; then
  install -m 0755 /mnt/files/node "$root/usr/local/bin/node"
  chroot "$root" useradd --uid 1000 --create-home --shell /bin/sh node
fi
if [ -d "$root/usr/lib/postgresql" ]; then
  for program in "$root"/usr/lib/postgresql/*/bin/*; do
    ln -sf "${program#"$root"}" "$root/usr/local/bin/${program##*/}"
  done
  rm -rf "$root"/var/lib/postgresql/* "$root"/etc/postgresql/*
  chroot "$root" install -d -o postgres -g postgres -m 1777 /var/lib/postgresql
  install -m 0755 /mnt/files/postgres-entrypoint.sh "$root/usr/local/bin/docker-entrypoint.sh"
fi
if [ -e "$root/usr/bin/redis-server" ]; then
  chroot "$root" install -d -o redis -g redis /data
fi
rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/*
