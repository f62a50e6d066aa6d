/** A made-up line: what round trips take on it, and how many get lost. */
export interface LatencySet {
  name: string;
  /** Quantiles: per mille of the round trips, and the microseconds within which they are answered; rising in both. */
  quantiles: readonly (readonly [perMille: number, microseconds: number])[];
  /** Where the walk through the quantiles begins. */
  offset: number;
  /** Of each `lossEvery` packets, the one with this number stays unanswered; never the first, which scripts try a host with. */
  lossEvery: number;
  lossAt: number;
}

/**
 * Two lines that differ in every statistic. Minimum, median, mean, 95th, 99th percentile and maximum lie far apart on
 * each, and values differ in their number of digits, so that a sort by text goes wrong. Whoever changes a set gives it
 * another name: kept bundles hold what scripts said of the old one.
 */
export const latencySets: readonly LatencySet[] = [
  { name: 'first', quantiles: [[0, 8140], [450, 21_300], [560, 22_900], [880, 61_000], [920, 141_000], [965, 149_000], [975, 288_000], [999, 402_000]], offset: 137, lossEvery: 12, lossAt: 3 },
  { name: 'second', quantiles: [[0, 2470], [420, 46_700], [580, 49_800], [860, 163_000], [905, 518_000], [960, 532_000], [972, 803_000], [999, 977_000]], offset: 411, lossEvery: 7, lossAt: 4 },
];

// Coprime to 1000 and near its golden section: any run of steps is spread evenly.
const step = 619;

/**
 * The round trips of the packets `from + 1` to `from + count`, in microseconds as exactly as iputils' ping prints them
 * (three significant digits below 100 ms, whole milliseconds from there); null: lost. The stand-in computes the same.
 */
export function latencySamples(set: LatencySet, count: number, from = 0): (number | null)[] {
  return Array.from({ length: count }, (_, index) => sample(set, from + index + 1));
}

function sample({ quantiles, offset, lossEvery, lossAt }: LatencySet, number: number): number | null {
  if (number % lossEvery === lossAt) return null;
  const at = (number * step + offset) % 1000;
  const above = quantiles.findIndex(([perMille]) => perMille > at);
  const [high, highValue] = quantiles.at(above) ?? [1000, 0];
  const [low, lowValue] = quantiles.at(above === -1 ? -1 : above - 1) ?? [0, 0];
  const value = high === low ? lowValue : lowValue + Math.floor(((highValue - lowValue) * (at - low)) / (high - low));
  return value - (value % printedUnit(value));
}

function printedUnit(microseconds: number): number {
  if (microseconds >= 100_000) return 1000;
  if (microseconds >= 10_000) return 100;
  return microseconds >= 1000 ? 10 : 1;
}

/** The stand-in's program (Perl, no single quotes): ping, mtr, traceroute, tracepath or fping by the name it has. */
export function latencyStandIn({ quantiles, offset, lossEvery, lossAt }: LatencySet): string {
  const points = quantiles.map(([perMille, value]) => `[${perMille}, ${value}]`).join(', ');
  return `#!/usr/bin/perl
use strict;
my @quantiles = (${points}); my ($offset, $every, $at_lost, $step) = (${offset}, ${lossEvery}, ${lossAt}, ${step});
${standIn}`;
}

const standIn = String.raw`my ($tool) = $0 =~ m{([^/]*)$};
my $out = "/run/netgrader/out";
sub note { open my $file, ">>", "$out/$_[0]" or return; syswrite $file, "$_[1]\n"; close $file }
# The next numbers of a count that all calls share. Modules stay out: scripts call us a hundred times.
sub take { my ($name, $count) = @_; open my $file, "+<", "$out/$name" or return 0; flock $file, 2;
  my $from = int(<$file> // 0); seek $file, 0, 0; print $file $from + $count; close $file; return $from }
sub one { my $number = shift; return undef if $number % $every == $at_lost;
  my $at = ($number * $step + $offset) % 1000; my ($low, $high) = ($quantiles[0]) x 2;
  for (@quantiles) { $high = $_; last if $$_[0] > $at; $low = $_ }
  my $value = $$high[0] == $$low[0] ? $$low[1] : $$low[1] + int(($$high[1] - $$low[1]) * ($at - $$low[0]) / ($$high[0] - $$low[0]));
  return $value - $value % ($value >= 100000 ? 1000 : $value >= 10000 ? 100 : $value >= 1000 ? 10 : 1) }
sub ms { my $value = shift; sprintf $value >= 100000 ? "%.0f" : $value >= 10000 ? "%.1f" : $value >= 1000 ? "%.2f" : "%.3f", $value / 1000 }
# The options that take a value, in the letters that each tool knows.
my %valued = (ping => "cCeIilLMmNpQsStTwW", mtr => "cisaBGPfmUyoFbZI", traceroute => "fgimNpqwszsl", tracepath => "lmp", fping => "CcBbfgHIiMOpQrStT");
$tool = $tool =~ /^ping|^oping/ ? "ping" : $tool =~ /^mtr/ ? "mtr" : $tool;
my (%option, @rest, @words); @words = @ARGV;
while (@words) {
  my $word = shift @words;
  if ($word eq "--") { push @rest, splice @words } elsif ($word =~ /^--([\w-]+)(?:=(.*))?$/) {
    my ($long, $value) = ($1, $2); my $key = $long =~ /^(?:report-cycles|count)$/ ? "c" : $long eq "json" ? "j" : $long;
    $option{$key} = $value // ($long =~ /^(?:report-cycles|count|interval|timeout|gracetime|max-ttl|first-ttl|psize|address|port|interface)$/ ? shift @words : 1);
  } elsif ($word =~ /^-(.+)/) {
    my $letters = $1;
    while ($letters =~ s/^(.)//) { if (index($valued{$tool} // "", $1) >= 0) { $option{$1} = length $letters ? $letters : shift @words; last } $option{$1} = 1 }
  } else { push @rest, $word }
}
if ($option{V} || $option{version} || $option{v} && $tool eq "mtr") { print $tool eq "mtr" ? "mtr 0.95\n" : "ping from iputils 20221126\n"; exit 0 }
my ($target) = $tool =~ /trace/ ? $rest[0] : $rest[-1];
unless (defined $target) { print STDERR "$tool: usage error: Destination address required\n"; exit 2 }
my $packed = gethostbyname $target;
unless ($packed) { print STDERR $tool eq "mtr" ? "mtr: Failed to resolve host: $target: Name or service not known\n" : "$tool: $target: Name or service not known\n"; exit 2 }
my $address = join ".", unpack "C4", $packed; my $from = $target eq $address ? $address : "$target ($address)";
my $count = int($option{c} // $option{C} // ($tool eq "mtr" ? 10 : 0));
my $interval = ($option{i} // 1) =~ /^([\d.]+)$/ ? $1 : 1;
if ($tool eq "ping" && $option{w}) { my $fit = int($option{w} / ($interval || 0.01)); $count = $fit if $fit && (!$count || $fit < $count) }
$count = 100 if $count < 1; $count = 3000 if $count > 3000;
$count = 3 if $tool =~ /trace/;
# Below five packets a call is one of many: it goes on where the last one stopped.
my $start = $count < 5 && $tool !~ /trace/ ? take("single", $count) : 0;
note("asked", "$tool $count $start") if $tool !~ /trace/;
my @got = map { one($start + $_) } 1 .. $count; my @in = grep { defined } @got; my $lost = @got - @in;
my ($sum, $squares, $min, $max) = (0, 0, $in[0], $in[0]);
for (@in) { $sum += $_; $squares += $_ * $_; $min = $_ if $_ < $min; $max = $_ if $_ > $max }
my $mean = @in ? $sum / @in : 0; my $deviation = @in ? sqrt abs($squares / @in - $mean * $mean) : 0;
if ($tool eq "ping") {
  print "PING $target ($address) 56(84) bytes of data.\n"; my $text = ""; my $clock = time;
  unless ($option{q}) { for my $number (1 .. $count) {
    my $stamp = $option{D} ? sprintf("[%d.%06d] ", $clock + $number, $number) : "";
    if (defined $got[$number - 1]) { $text .= $stamp . "64 bytes from $from: icmp_seq=$number ttl=57 time=" . ms($got[$number - 1]) . " ms\n" }
    elsif ($option{O}) { $text .= $stamp . "no answer yet for icmp_seq=$number\n" } } }
  print $text, "\n--- $target ping statistics ---\n", "$count packets transmitted, ", scalar(@in), " received, ", sprintf("%g", $lost * 100 / $count), "% packet loss, time ", int(($count - 1) * $interval * 1000), "ms\n";
  printf "rtt min/avg/max/mdev = %.3f/%.3f/%.3f/%.3f ms\n", $min / 1000, $mean / 1000, $max / 1000, $deviation / 1000 if @in;
  print "\n" unless @in;
  exit(@in ? 0 : 1);
}
if ($tool eq "fping") {
  my $line = $option{C} ? join(" ", map { defined $_ ? ms($_) : "-" } @got) : sprintf("xmt/rcv/%%loss = %d/%d/%d%%, min/avg/max = %s/%s/%s", $count, scalar @in, $lost * 100 / $count, ms($min), ms($mean), ms($max));
  unless ($option{q}) { my $number = 0; for (@got) { print defined $_ ? "$target : [$number], 64 bytes, " . ms($_) . " ms\n" : "$target : [$number], timed out\n"; $number++ } }
  print STDERR "$target : $line\n"; exit 0;
}
if ($tool eq "mtr") {
  my @row = ($lost * 100 / $count, $count, map { $_ / 1000 } ($in[-1] // 0, $mean, $min // 0, $max // 0, $deviation));
  if ($option{j}) { printf "{\"report\":{\"mtr\":{\"src\":\"lab\",\"dst\":\"%s\",\"tos\":0,\"tests\":%d,\"psize\":\"64\",\"bitpattern\":\"0x00\"},\"hubs\":[{\"count\":1,\"host\":\"%s\",\"Loss%%\":%.3f,\"Snt\":%d,\"Last\":%.3f,\"Avg\":%.3f,\"Best\":%.3f,\"Wrst\":%.3f,\"StDev\":%.3f}]}}\n", $target, $count, $target, @row; exit 0 }
  print "Start: 2026-01-01T00:00:00+0000\n"; printf "HOST: %-26s Loss%%   Snt   Last   Avg  Best  Wrst StDev\n", "lab";
  printf "  1.|-- %-24s %5.1f%% %5d %6.1f %5.1f %5.1f %5.1f %5.1f\n", $option{n} ? $address : $target, @row; exit 0;
}
if ($tool eq "tracepath") { print " 1:  $target  ", ms($got[0] // $min), "ms reached\n     Resume: pmtu 1500 hops 1 back 1 \n"; exit 0 }
print "traceroute to $target ($address), 30 hops max, 60 byte packets\n", " 1  $from  ", join("  ", map { defined $_ ? ms($_) . " ms" : "*" } @got), "\n";
`;
