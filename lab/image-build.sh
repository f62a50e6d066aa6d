#!/bin/sh
# Builds an image in $1 with the recipe $2; the rest are mmdebstrap's arguments, with the folder named /mnt.
# Runs in a mount namespace of its own: apt cannot work below a path with spaces or commas, /mnt has none.
set -eu
mount --bind "$1" /mnt
cp "$2" /mnt/recipe.sh
shift 2
exec mmdebstrap "$@"
