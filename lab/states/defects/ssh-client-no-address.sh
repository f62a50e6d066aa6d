# title: A GPU node has no address
# trips: ssh.client-gpu-nodes
set -eu
sed -i '/192.168.1.102/d' /home/student/.ssh/config
