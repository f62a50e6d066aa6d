# The same hardening as in 2-ssh, spread over drop-in files: sshd's by topic, the client's by an Include.
set -eu
home=/home/student
cd /etc/ssh/sshd_config.d
grep -E '^(Password|PermitEmpty|Challenge|PermitRoot|MaxAuth|StrictModes|LoginGrace)' 99-hardening.conf >10-login.conf
grep -vE '^(Password|PermitEmpty|Challenge|PermitRoot|MaxAuth|StrictModes|LoginGrace|#|$)' 99-hardening.conf >20-sessions.conf
rm 99-hardening.conf
sshd -t
systemctl restart ssh

install -d -m 700 -o student -g student "$home/.ssh/config.d"
mv "$home/.ssh/config" "$home/.ssh/config.d/ml-platform"
printf 'Include config.d/*\n' >"$home/.ssh/config"
chown student:student "$home/.ssh/config"
chmod 600 "$home/.ssh/config"
