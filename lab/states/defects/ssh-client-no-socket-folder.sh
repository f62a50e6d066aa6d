# title: The folder of the sockets was never made
# trips: ssh.client-connection-reuse
set -eu
rmdir /home/student/.ssh/sockets
