# title: The configuration of the client lies in the deliverables only
# trips: ssh.client-gpu-nodes ssh.client-bastion ssh.client-connection-reuse
set -eu
install -d -o student -g student /home/student/config
mv /home/student/.ssh/config /home/student/config/ssh_config
