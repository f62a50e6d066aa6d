# Runs a student's script where nothing that it does lasts. A probe of the phase "experiment" that runs as root does
#   eval "$NG_SANDBOX"; sandbox NAME SECONDS BYTES SETUP RUN [AFTER]
# SETUP (sh, as root: networks, stand_in, answers) and RUN (sh, as the student, in $HOME) see the machine's own files on
# overlays, an empty /run, a small /dev, and process, network, IPC and host name spaces of their own; RUN's root, by sudo,
# has its rights in a user name space only. AFTER (sh, as root, when RUN is over and its processes are ended) may look at
# what was written: the files below $NG_TOP/upper. It prints one line
#   @run NAME EXIT MILLISECONDS BASE64     what RUN printed, stdout and stderr together; exit 124: it was ended by us
#   @log NAME FILE BASE64                  each file that SETUP, RUN and stand-ins left in $NG_OUT
#   @no-sandbox NAME BASE64                why none could be made on this machine
# Output travels encoded: whatever a script prints, it cannot pass for a line of ours.

NG_TOP=/run/netgrader NG_OUT=/run/netgrader/out
NG_FOLDERS='/usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin /snap/bin /opt/bin'
export NG_TOP NG_OUT NG_FOLDERS

sandbox() { # name seconds bytes setup run [after]
  # The texts travel in the environment: a script that looks at the list of processes must not find them there.
  lines=$(NG_SETUP=$4 NG_RUN=$5 NG_AFTER=${6-} unshare --mount --pid --ipc --uts --fork --kill-child --mount-proc \
    sh -c 'eval "$NG_SANDBOX"; sandbox_network "$@"' netgrader "$1" $(($2 * ${NG_PATIENCE:-1})) "$3" 2>/dev/null </dev/null) ||
    { [ $? -eq 99 ] || lines="$lines
$(sandbox_refused "$1" 'this machine lets nobody make namespaces')"; }
  # Sandboxes run side by side, and a pipe takes only short lines whole.
  { flock 8 && printf '%s\n' "$lines"; } 8</
}

sandbox_refused() { # name why
  printf '@no-sandbox %s %s\n' "$1" "$(printf %s "$2" | base64 -w 0)"
}

# The script's root must rule the network and nothing else: both belong to a user name space of which this is the first
# process. All accounts are the machine's own in it. Where the machine makes none, the script's root may not mount.
sandbox_network() { # name seconds bytes
  NG_HOLDER=$(unshare --user --net sh -c 'sleep 3600 </dev/null >/dev/null 2>&1 & echo $!')
  for map in uid_map gid_map; do
    [ -z "$NG_HOLDER" ] || awk '{ print $1, $1, $3 }' /proc/self/$map >"/proc/$NG_HOLDER/$map" || NG_HOLDER=
  done
  export NG_HOLDER
  case $NG_HOLDER in
    '') exec unshare --net sh -c 'eval "$NG_SANDBOX"; sandbox_inside "$@"' netgrader "$@" ;;
    *) exec nsenter --net="/proc/$NG_HOLDER/ns/net" sh -c 'eval "$NG_SANDBOX"; sandbox_inside "$@"' netgrader "$@" ;;
  esac
}

# A shell whose root has its powers over the sandbox alone: what is mounted now cannot be taken away in there.
sandbox_confined() { # command...
  [ "$NG_HOLDER" ] || exec setpriv --bounding-set=-sys_admin "$@"
  exec nsenter --user="/proc/$NG_HOLDER/ns/user" --preserve-credentials unshare --mount --ipc --uts "$@"
}

sandbox_inside() { # name seconds bytes
  name=$1
  # The collector's own is 077: nobody but root could run what is put in place here.
  umask 022
  why=$(sandbox_files 2>&1 >/dev/null) || { sandbox_refused "$name" "$why"; exit 99; }
  host=lab
  { read -r host </etc/hostname; hostname "$host"; } 2>/dev/null
  ip link set lo up
  # The set-up may put a stand-in in its place, and our own limit must hold.
  cp "$(command -v timeout)" "$NG_TOP/timeout"
  why=$(eval "$NG_SETUP" 2>&1 >/dev/null) || { sandbox_refused "$name" "the set-up ended with an error: $why"; exit 99; }
  start=$(sandbox_ms)
  # The script's own children may hold the pipe open for ever: the file is read when its time is over. prlimit, since the
  # ulimit of Debian's sh knows no limit of processes.
  (exec >"$NG_TOP/output" 2>&1 && sandbox_as_login "$NG_TOP/timeout" -k 1 "$2" prlimit --nproc=512 --fsize=16777216 --core=0 sh -c "cd; $NG_RUN")
  exit=$?
  [ "$exit" = 137 ] && [ $(($(sandbox_ms) - start)) -ge $(($2 * 1000)) ] && exit=124
  # What the script left running could change under our eyes what is read now. This shell is the name space's first.
  kill -KILL -1
  (eval "$NG_AFTER") >/dev/null 2>&1
  perl -e "$NG_REPORT" "$name" "$exit" $(($(sandbox_ms) - start)) "$3"
  exit 0
}

# What the script printed and left, as lines of ours. perl-base, all that is sure to be there, has no MIME::Base64.
NG_REPORT='
  my ($name, $exit, $milliseconds, $bytes) = @ARGV;
  sub start_of { my ($file, $most) = @_; open my $handle, "<", $file or return ""; binmode $handle; read $handle, my $text, $most; $text // "" }
  sub base64 {
    my $text = shift; my $padding = (3 - length($text) % 3) % 3;
    my $coded = join "", map { pack("u", $_) =~ /^.(\S*)/ } $text =~ /(.{1,45})/gs;
    $coded =~ tr|` -_|AA-Za-z0-9+/|; $coded =~ s/.{$padding}$/"=" x $padding/e if $padding; $coded
  }
  print "\@run $name $exit $milliseconds ", base64(start_of "$ENV{NG_TOP}/output", $bytes), "\n";
  my $left = 24;
  opendir my $folder, $ENV{NG_OUT};
  # Any name that the script gave to a file of its own would do for a line of ours.
  for (sort grep { /^[A-Za-z0-9_-][A-Za-z0-9._-]*\z/ } readdir $folder) {
    my $file = "$ENV{NG_OUT}/$_"; next if -l $file || !-f _ || (/^(refused|calls)$/ && !-s _);
    print "\@log $name $_ ", base64(start_of $file, 65536), "\n" if $left-- > 0;
  }'

sandbox_ms() {
  read -r up _ </proc/uptime
  echo "${up%.*}${up#*.}0"
}

# Everything on disk below overlays in memory. Sockets of the system (Docker, systemd, D-Bus) vanish with /run.
sandbox_files() {
  # -n: mount would make a folder for its own records in the machine's /run.
  mount -n --make-rprivate / && mount -n -t tmpfs -o mode=755,size=96m netgrader /run || return 1
  # A connection that nobody answers is given up after 3 s instead of 2 minutes.
  echo 1 >/proc/sys/net/ipv4/tcp_syn_retries
  [ -z "$NG_HOLDER" ] || (sandbox_confined sh -c 'echo 0 >/proc/sys/user/max_cgroup_namespaces')
  perl -e "$NG_FILES" "$NG_TOP" systemctl service docker podman reboot poweroff halt shutdown init telinit kexec journalctl loginctl \
    netplan ufw nmcli snap apt apt-get dpkg crontab at wall mail sendmail notify-send || return 1
  # One by one: mount --all would pass over those that a container has on a /proc that ours covers.
  for file in /proc/sys /proc/sysrq-trigger /proc/bus /proc/fs /proc/irq /proc/acpi /proc/scsi; do
    [ ! -e "$file" ] || mount -n --bind -o ro "$file" "$file" || return 1
  done
}

# All files in one process, and nearly all mounts in one more: a dozen sandboxes at once must not cost seconds.
NG_FILES='
  my ($top, @refused) = @ARGV; my ($number, @mounts, %points) = 0;
  sub put { my ($mode, $file, $text) = @_; open my $handle, ">", $file or die "$file: $!\n"; print $handle $text // ""; close $handle; chmod $mode, $file }
  sub there { -e $_[0] || -l $_[0] }
  mkdir $_ for "/run/lock", $top, map "$top/$_", qw(bin dev dev/pts dev/shm out refuse upper work);
  chmod 01777, "$top/out"; chmod 0700, "$top/upper", "$top/work";
  # In a folder for everybody, root may not write to a file of the student, nor a student to one of root, unless it is there already.
  put 0666, "$top/out/$_" for qw(refused calls);

  # Mount points as they are now, outermost first; a home or /var may be a file system of its own. Upper folders like the lower ones.
  $points{$_} = 1 for grep { !-l } glob "/*";
  open my $mounted, "<", "/proc/self/mounts" or die "/proc/self/mounts: $!\n";
  while (<$mounted>) { my (undef, $point, $type) = split; $point =~ s/\\(\d{3})/chr oct $1/ge;
    $points{$point} = 1 if $type !~ /^(proc|sysfs|cgroup2?|devtmpfs|devpts|securityfs|debugfs|tracefs|bpf|mqueue|pstore|nsfs|fuse.*|autofs)$/ }
  for my $point (sort grep { -d && !m{^/(proc|sys|dev|run|boot|lost\+found)(/|$)|^/$|/docker(/|$)|/containers/|/snap/} } keys %points) {
    $number++; my @stat = stat $point; my ($upper, $work) = map "$top/$_/$number", qw(upper work);
    mkdir $_ for $upper, $work; chown @stat[4, 5], $upper; chmod $stat[2] & 07777, $upper;
    my $lower = $point =~ s/([\s\\])/sprintf "\\%03o", ord $1/ger;
    push @mounts, "netgrader $lower overlay lowerdir=$lower,upperdir=$upper,workdir=$work";
  }
  for (grep { -e "/dev/$_" } qw(null zero full random urandom tty)) { put 0644, "$top/dev/$_"; push @mounts, "/dev/$_ $top/dev/$_ none bind" }
  symlink $$_[1], "$top/dev/$$_[0]" for [ptmx => "pts/ptmx"], [fd => "/proc/self/fd"], [stdin => "fd/0"], [stdout => "fd/1"], [stderr => "fd/2"];
  push @mounts, "netgrader $top/dev/pts devpts newinstance,ptmxmode=666,mode=620", "netgrader $top/dev/shm tmpfs mode=1777,size=16m",
    "$top/dev /dev none rbind", "netgrader /sys sysfs ro";
  put 0600, "$top/mounts", join "", map "$_ 0 0\n", @mounts;
  system(qw(mount -n --all --fstab), "$top/mounts") == 0 or exit 1;

  unlink "/etc/resolv.conf"; put 0644, "/etc/resolv.conf", "nameserver 127.0.0.1\n";
  # Where the student would type a password, nobody can here.
  put 0440, "/etc/sudoers.d/zz-netgrader", "$ENV{NG_LOGIN} ALL=(ALL:ALL) NOPASSWD: ALL\n" if -d "/etc/sudoers.d";
  # Tools that would reach outside answer no, wherever the machine has them, and the attempt is noted.
  for my $tool (@refused) {
    put 0755, "$top/refuse/$tool", q{#!/bin/sh
echo "${0##*/}${*:+ $*}" >>/run/netgrader/out/refused 2>/dev/null
echo "${0##*/}: not available while the script is tried out" >&2
exit 1
};
    for (map "$_/$tool", grep { -d && !-l } split / /, $ENV{NG_FOLDERS}) { if (there($_)) { unlink; symlink "$top/refuse/$tool", $_ } }
  }'

# A name server for the sandbox: `sandbox_names "NAME ADDRESS…"` lines; the same names stand in /etc/hosts, because
# scripts use either. A and AAAA are answered as known, every other type of a known name with no data, the rest with
# NXDOMAIN; with a line "* NETWORK" it has an address of its own in that /16. It listens on all addresses, UDP and TCP,
# so that a server named in the script is met here, too.
sandbox_names() { # lines
  printf '%s\n' "$1" | awk 'NF > 1 && $1 != "*" { print $2, $1 }' >>/etc/hosts
  perl -e '
    use Socket; $SIG{PIPE} = "IGNORE";
    my %zone; for (split /\n/, shift) { my ($name, @addresses) = split; $zone{lc $name} = \@addresses if @addresses }
    socket(my $udp, AF_INET, SOCK_DGRAM, 0); bind($udp, pack_sockaddr_in(53, INADDR_ANY)) or die "port 53: $!";
    socket(my $tcp, AF_INET, SOCK_STREAM, 0); setsockopt($tcp, SOL_SOCKET, SO_REUSEADDR, 1);
    bind($tcp, pack_sockaddr_in(53, INADDR_ANY)) && listen($tcp, 64) or die "port 53: $!";
    exit if fork; open STDOUT, ">/dev/null"; open STDERR, ">/dev/null";
    sub answer {
      my $query = shift; return if length $query < 17; my ($at, @labels) = (12);
      while (my $size = ord substr $query, $at, 1) { return if $size > 63; push @labels, substr $query, $at + 1, $size; $at += $size + 1; return if $at + 5 > length $query }
      my $type = unpack "n", substr $query, $at + 1, 2; my $name = lc join ".", @labels;
      my $known = $zone{$name} // ($zone{"*"} && [inet_ntoa(pack "N", unpack("N", inet_aton $zone{"*"}[0]) | unpack "%16n*", "$name\0")]);
      my @data = grep { length == ($type == 1 ? 4 : $type == 28 ? 16 : 0) } map { /:/ ? Socket::inet_pton(AF_INET6, $_) : inet_aton($_) } $known ? @$known : ();
      return substr($query, 0, 2) . pack("n5", $known ? 0x8580 : 0x8583, 1, scalar @data, 0, 0) . substr($query, 12, $at - 7)
        . join "", map { pack("n3Nn", 0xc00c, $type, 1, 60, length) . $_ } @data;
    }
    if (fork) { while (1) { my $from = recv($udp, my $query, 4096, 0); my $text = answer($query); send($udp, $text, 0, $from) if defined $from && $text } }
    while (accept(my $peer, $tcp)) { alarm 0; my $pid = fork; if ($pid) { close $peer; next }
      alarm 3; while (sysread($peer, my $head, 2) == 2) { sysread($peer, my $query, unpack "n", $head); my $text = answer($query) // last; syswrite($peer, pack("n", length $text) . $text) } exit }
  ' "$1"
}

# Puts the program on stdin in the place of tools, wherever the machine has them; sudo and absolute paths meet it too.
stand_in() { # tool...
  (cd "$NG_TOP/bin" && tee "$@" >/dev/null && chmod 755 "$@")
  missing=" $* "
  for folder in $NG_FOLDERS; do
    [ -d "$folder" ] && [ ! -L "$folder" ] || continue
    here=
    for tool; do
      if [ -e "$folder/$tool" ] || [ -L "$folder/$tool" ]; then
        here="$here $NG_TOP/bin/$tool"
        case $missing in *" $tool "*) missing="${missing%% $tool *} ${missing#* $tool }" ;; esac
      fi
    done
    [ -z "$here" ] || ln -sf -t "$folder" $here
  done
  for tool in $missing; do ln -sf -t /usr/local/bin "$NG_TOP/bin/$tool"; done
}

# Takes the place of the shell, so that no word of the shell's about its end gets into the output.
sandbox_as_login() { # command...
  group=$(id -g "$NG_LOGIN")
  chmod 666 "$NG_OUT"/* 2>/dev/null
  # Where memory runs out, it is the script that ends.
  echo 1000 >/proc/self/oom_score_adj
  sandbox_confined setpriv --reuid "$NG_LOGIN" --regid "$group" --init-groups \
    --bounding-set=-sys_boot,-sys_module,-sys_rawio,-sys_time,-mknod,-syslog,-sys_ptrace \
    env -i NG_OUT="$NG_OUT" HOME="$NG_HOME" USER="$NG_LOGIN" LOGNAME="$NG_LOGIN" SHELL=/bin/bash TERM=xterm LANG=C.UTF-8 LC_ALL=C.UTF-8 \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

# The student's script of a name such as debug_connection: the uploaded one ($NG_UPLOAD_DEBUG_CONNECTION) or, found by
# name in any subfolder, the shallowest of the machine, then the newest. Prints its path; status 1 where there is none.
# Call it in SETUP or RUN: an uploaded script exists in the sandbox only.
student_script() { # name
  eval "uploaded=\${NG_UPLOAD_$(echo "$1" | tr a-z A-Z)-}"
  if [ "$uploaded" ]; then
    mkdir -p "$NG_TOP/upload"
    printf '%s' "$uploaded" >"$NG_TOP/upload/$1.sh"
    chmod 755 "$NG_TOP/upload" "$NG_TOP/upload/$1.sh"
    echo "$NG_TOP/upload/$1.sh"
    return
  fi
  folder=${NG_DELIVERABLES:-$NG_HOME}
  case $folder in /*) ;; *) folder=$NG_HOME/${folder#'~/'} ;; esac
  pattern=$(echo "$1" | sed 's/_/?/g')
  find "$folder" -maxdepth 6 \( -name '.?*' -o -name node_modules -o -name site-packages \) -prune -o \
    -type f \( -iname "$pattern.sh" -o -iname "$pattern" -o -iname "$pattern.bash" \) -printf '%d %T@ %p\n' 2>/dev/null |
    sort -k1,1n -k2,2rn | head -n 1 | cut -d' ' -f3- | grep .
}
