# Task 7.1 of the exercise: two namespaces, each with an end of a pair, addressed and up, and what was tried between them.
set -eu
for job in training:train:1 serving:serve:2; do
  IFS=: read -r name pair number <<<"$job"
  ip netns add "ml-$name"
  ip link add "veth-$pair" type veth peer name "veth-$pair-br"
  ip link set "veth-$pair" netns "ml-$name"
  ip netns exec "ml-$name" ip addr add "10.100.$number.2/24" dev "veth-$pair"
  ip netns exec "ml-$name" ip link set "veth-$pair" up
  ip netns exec "ml-$name" ip link set lo up
done

cat >>"$LAB_REPORT" <<REPORT
## Task 7: Network segmentation

Two namespaces, one for training and one for serving, each with one end of a pair:

\`\`\`
\$ ip netns list
$(ip netns list)
\$ ip netns exec ml-training ip addr
$(ip netns exec ml-training ip addr)
\$ ip netns exec ml-serving ip addr
$(ip netns exec ml-serving ip addr)
\$ ip netns exec ml-training ping -c 2 10.100.1.2
$(ip netns exec ml-training ping -c 2 -i 0.2 10.100.1.2)
\$ ip netns exec ml-training ping -c 1 -W 1 10.100.2.2
$(ip netns exec ml-training ping -c 1 -W 1 10.100.2.2 2>&1 || :)
\`\`\`

Each namespace answers itself, and neither has a way to the other.

REPORT
