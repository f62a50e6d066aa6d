/** Counts words; where a script writes none apart (CJK), two characters are one. */
export function countWords(text: string): number {
  const joined = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)?.length ?? 0;
  const words = text.replaceAll(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+/gu, ' ').match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}./_:@'-]*/gu)?.length ?? 0;
  return words + Math.floor(joined / 2);
}

/** Words in headings and captions, in the languages of many reports. They only help: structure decides. */
export const topologyWord = /topolog|diagram|architect|network (?:map|plan|overview|layout)|infrastru|netzplan|netzwerkplan|übersicht|réseau|схем|топол|拓扑|构成|architek/i;
export const decisionWord = /decision|troubleshoot|flow ?chart|\bflow\b|diagnos|tree|entscheidung|fehlersuch|ablauf|arbre|décision|dépannage|decisi[oó]n|árbol|resoluci|решени|дерев|диагност|决策|故障|流程|トラブル/i;
export const issueWord = /issue|problem|symptom|solution|(?<!pre|suf)fix|remed|resol|(?<!be)cause|error|fehler|lösung|ursache|behebung|störung|problème|panne|soluci[oó]n|causa|síntoma|проблем|решени|причин|ошибк|问题|解决|原因|症状|問題|対処|soluzion|soluç|rozwiąz|řešen/i;
export const hardeningWord = /harden|secur|check ?list|härt|sicherheit|absicher|checkliste|durciss|sécuri|segur|endurec|liste de contr|безопасн|чек-?лист|安全|加固|清单|セキュリ|sicurezz|bezpecz|zabezpe/i;
