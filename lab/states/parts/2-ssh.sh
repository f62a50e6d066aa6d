# Task 2 of the exercise, as a student does it: a key pair, a hardened daemon, a client that knows the platform.
set -eu
home=/home/student

# 2.1: the key pair, and its public half authorised for the student's own account.
install -d -m 700 -o student -g student "$home/.ssh"
runuser -u student -- ssh-keygen -q -t ed25519 -N '' -C ml-platform-admin -f "$home/.ssh/ml_platform_key"
cat "$home/.ssh/ml_platform_key.pub" >>"$home/.ssh/authorized_keys"
chown student:student "$home/.ssh/authorized_keys"
chmod 600 "$home/.ssh/authorized_keys"

# 2.2: the daemon.
cp /etc/ssh/sshd_config /etc/ssh/sshd_config.backup
cat >/etc/ssh/sshd_config.d/99-hardening.conf <<'CONF'
# Disable password authentication (key-only)
PasswordAuthentication no
PermitEmptyPasswords no
ChallengeResponseAuthentication no

# Disable root login
PermitRootLogin no

Protocol 2
MaxAuthTries 3
MaxSessions 5
X11Forwarding no
LoginGraceTime 30
StrictModes yes
PermitUserEnvironment no
Compression no

# Idle timeout
ClientAliveInterval 300
ClientAliveCountMax 2
CONF
sshd -t
# A restart comes back when sshd listens again; a reload, which does as well, would not wait.
systemctl restart ssh

# 2.3: the client.
install -d -m 700 -o student -g student "$home/.ssh/sockets"
cat >"$home/.ssh/config" <<'CONF'
Host *
    ServerAliveInterval 60
    ServerAliveCountMax 3
    Compression yes
    ControlMaster auto
    ControlPath ~/.ssh/sockets/%r@%h-%p
    ControlPersist 600

Host gpu-node-*
    User mluser
    IdentityFile ~/.ssh/ml_platform_key
    StrictHostKeyChecking ask
    Port 22

Host gpu-node-1
    HostName 192.168.1.101

Host gpu-node-2
    HostName 192.168.1.102

Host bastion
    HostName bastion.ml-platform.com
    User admin
    IdentityFile ~/.ssh/ml_platform_key

Host internal-*
    ProxyJump bastion
    User mluser
CONF
chown student:student "$home/.ssh/config"
chmod 600 "$home/.ssh/config"
