# title: The client refuses a configuration that others may write
# trips: ssh.client-gpu-nodes ssh.client-bastion ssh.client-connection-reuse
set -eu
chmod 666 /home/student/.ssh/config
