# title: The SSH client’s configuration is neither in place nor handed in
# trips: ssh.client-gpu-nodes ssh.client-bastion ssh.client-connection-reuse documentation.config-files
set -eu
rm "$LAB_CONFIG/ssh_config" /home/student/.ssh/config
