# title: A drop-in of the cloud image, sorted earlier, turns passwords back on
# trips: ssh.password-login-disabled
set -eu
echo 'PasswordAuthentication yes' >/etc/ssh/sshd_config.d/50-cloud-init.conf
systemctl restart ssh
