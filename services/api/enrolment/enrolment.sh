#!/bin/sh
# Netgrader: lets the grader of your networking lab look at this machine. Read it, then run: sudo sh enrolment.sh
#
# It does five things, and running it again changes nothing:
#   1. makes an account "netgrader" that has no password
#   2. lets it log in with one SSH key, from the graders' network only, until the course has ended
#   3. lets it use sudo, because firewall rules and SSH settings can only be read by root
#   4. where your SSH server admits only some users or groups, adds "netgrader" to them
#   5. tells the grader your login and this machine's host keys
# At the end it prints how to undo all of it. It reads no private key and no file of yours.
set -eu
LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin
export LC_ALL PATH

PUBLIC_KEY=@PUBLIC_KEY@
NETWORKS=@NETWORKS@
EXPIRES=@EXPIRES@
REPORT_URL=@REPORT_URL@
REPORT_TOKEN=@REPORT_TOKEN@

ACCOUNT=netgrader
changes=0
changed() { changes=$((changes + 1)); echo "  done: $1"; }
stop() { echo "enrolment.sh: $1" >&2; exit 1; }

[ "$(id -u)" = 0 ] || stop "this needs root. Run it with sudo: sudo sh $0"
[ "${1-}" != --login ] || SUDO_USER=${2-}
[ -n "${SUDO_USER-}" ] && [ "$SUDO_USER" != root ] ||
  stop "which account did you do your work with? Run it with sudo from that account, or add: --login NAME"
id "$SUDO_USER" >/dev/null 2>&1 || stop "there is no account $SUDO_USER on this machine"
for tool in useradd sshd sudo visudo ssh-keygen; do
  command -v $tool >/dev/null || stop "$tool is missing. Install openssh-server and sudo first"
done

# 1. The account. "*" is no password that anybody can type; "!" would lock key logins too where UsePAM is off.
if ! getent passwd $ACCOUNT >/dev/null; then
  useradd --create-home --shell /bin/sh --password '*' $ACCOUNT
  changed "account $ACCOUNT"
fi
if [ "$(getent shadow $ACCOUNT | cut -d: -f2)" != '*' ]; then
  usermod --password '*' $ACCOUNT
  changed "no password for $ACCOUNT"
fi
if [ "$(getent passwd $ACCOUNT | cut -d: -f7)" != /bin/sh ]; then
  usermod --shell /bin/sh $ACCOUNT
  changed "shell of $ACCOUNT"
fi

# 2. The key, in the file where this SSH server looks for it. Root owns it, so the account cannot change it.
home=$(getent passwd $ACCOUNT | cut -d: -f6)
sshd_says=$(sshd -T -C "user=$ACCOUNT,host=grader,addr=${NETWORKS%%/*}" 2>/dev/null) ||
  echo "  note: your SSH server's configuration does not load (sshd -t says why), so its defaults are assumed"
setting() { printf '%s\n' "$sshd_says" | sed -n "s/^$1 //p"; }
pattern=$(setting authorizedkeysfile | cut -d' ' -f1)
pattern=${pattern:-.ssh/authorized_keys}
keys=$(printf '%s' "$pattern" | sed "s|%h|$home|g; s|%u|$ACCOUNT|g; s|%%|%|g")
case $keys in /*) ;; none) stop "sshd has AuthorizedKeysFile none: it accepts no keys" ;; *) keys=$home/$keys ;; esac
line="restrict,from=\"$NETWORKS\",expiry-time=\"$EXPIRES\" $PUBLIC_KEY"
if ! grep -qxF "$line" "$keys" 2>/dev/null; then
  folder=$(dirname "$keys")
  [ -d "$folder" ] || install -d -m 755 "$folder"
  others=$(grep -vF "${PUBLIC_KEY% *}" "$keys" 2>/dev/null || :)
  printf '%s\n' ${others:+"$others"} "$line" >"$keys.new"
  chmod 644 "$keys.new"
  mv "$keys.new" "$keys"
  changed "key in $keys"
fi

# 3. sudo, checked before it counts: a broken file there would lock everybody out of sudo.
rule="$ACCOUNT ALL=(root) NOPASSWD: ALL"
if [ "$(cat /etc/sudoers.d/$ACCOUNT 2>/dev/null)" != "$rule" ]; then
  mkdir -p /etc/sudoers.d
  # sudo passes over file names with a dot, so the unchecked file has no effect.
  printf '%s\n' "$rule" >/etc/sudoers.d/$ACCOUNT.new
  chmod 440 /etc/sudoers.d/$ACCOUNT.new
  visudo -cqf /etc/sudoers.d/$ACCOUNT.new || { rm -f /etc/sudoers.d/$ACCOUNT.new; stop "visudo refuses the rule"; }
  mv /etc/sudoers.d/$ACCOUNT.new /etc/sudoers.d/$ACCOUNT
  changed "sudo rule in /etc/sudoers.d/$ACCOUNT"
fi

# 4. AllowUsers and AllowGroups, only where they are in use and leave the account out.
admit() { # setting as sshd -T names it
  setting "$1" | grep -q . || return 0
  setting "$1" | tr ' ' '\n' | grep -qx "$ACCOUNT" && return 0
  for file in $(grep -lisE "^[[:space:]]*$1[[:space:]]" /etc/ssh/sshd_config /etc/ssh/sshd_config.d/*.conf || :); do
    cp -p "$file" "$file.netgrader"
    sed -i -E "s/^[[:space:]]*$1[[:space:]].*/& $ACCOUNT/I" "$file"
    if sshd -t; then rm "$file.netgrader"; else mv "$file.netgrader" "$file"; stop "sshd refuses $file with $ACCOUNT added"; fi
    changed "$ACCOUNT added to $1 in $file"
  done
  for service in ssh sshd; do systemctl reload $service 2>/dev/null || service $service reload >/dev/null 2>&1 || :; done
}
admit allowusers
admit allowgroups

[ $changes -gt 0 ] || echo "  nothing to change: this machine was enrolled already"

# 5. The report. It holds nothing secret: login, port, addresses, fingerprints of the public host keys.
quoted() { sed 's/.*/"&"/' | paste -sd, -; }
key_files=$(setting hostkey)
host_keys=$(for key in ${key_files:-/etc/ssh/ssh_host_*_key}; do ssh-keygen -lf "$key.pub" 2>/dev/null || :; done | cut -d' ' -f2 | quoted)
addresses=$(ip -o address show scope global 2>/dev/null | awk '{ sub("/.*", "", $4); print $4 }' | quoted)
port=$(setting port | head -n 1)
report="{\"login\":\"$SUDO_USER\",\"port\":${port:-22},\"addresses\":[$addresses],\"hostKeys\":[$host_keys]}"
send() {
  [ -n "$REPORT_URL" ] || return 1
  if command -v curl >/dev/null; then
    answer=$(curl -fsS --max-time 5 -H "Authorization: Bearer $REPORT_TOKEN" -H 'Content-Type: application/json' \
      --data "$report" "$REPORT_URL" 2>/dev/null)
  elif command -v wget >/dev/null; then
    answer=$(wget -q --timeout=5 --tries=1 -O - --header "Authorization: Bearer $REPORT_TOKEN" \
      --header 'Content-Type: application/json' --post-data "$report" "$REPORT_URL")
  else
    return 1
  fi
}
if send; then
  echo "Enrolled: the grader knows this machine, and your login $SUDO_USER."
  case $answer in *pending*) echo "Its host keys are new to the grader: ask your instructor to accept them." ;; esac
else
  echo "This machine cannot reach the grader. Hand it this line from one that can (see the student's guide):"
  echo
  echo "netgrader-enrolment:v1:$(printf '%s' "$report" | base64 | tr -d '\n=' | tr '+/' '-_')"
fi

cat <<END

To undo all of this:
  sudo userdel --remove $ACCOUNT
  sudo rm -f /etc/sudoers.d/$ACCOUNT
  and take $ACCOUNT out of AllowUsers and AllowGroups in /etc/ssh, if it stands there
END
