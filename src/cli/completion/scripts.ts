import type { CompletionWords } from './words.ts';

/** A script that bash reads; zsh reads the same through bashcompinit. Every word is of our own commands, so none is quoted. */
function bash(all: readonly CompletionWords[]): string {
  const values = all.flatMap(({ command, values: own }) =>
    Object.entries(own).map(([option, words]) => `    "${command} ${option}") words="${words.join(' ')}" ;;`),
  );
  const following = all.map(({ command, words }) => `    "${command}") words="${words.join(' ')}" ;;`);
  return `_trailwarden() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="trailwarden" words="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$command $word" in
${all
  .slice(1)
  .map(({ command }) => `      "${command}") command="$command $word" ;;`)
  .join('\n')}
    esac
  done
  case "$command $before" in
${values.join('\n')}
  esac
  if [ -z "$words" ]; then
    case "$command" in
${following.join('\n')}
    esac
  fi
  COMPREPLY=( $(compgen -W "$words" -- "$current") )
  [ \${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=( $(compgen -f -- "$current") )
}
complete -F _trailwarden trailwarden
`;
}

const zsh = (all: readonly CompletionWords[]): string =>
  `autoload -Uz bashcompinit && bashcompinit\n${bash(all)}`;

function fish(all: readonly CompletionWords[]): string {
  const lines = all.flatMap(({ command, words, values }) => {
    const [, ...names] = command.split(' ');
    const when =
      names.length === 0
        ? '__fish_use_subcommand'
        : names.map((name) => `__fish_seen_subcommand_from ${name}`).join('; and ');
    return [
      ...words.map((word) =>
        word.startsWith('--')
          ? `complete -c trailwarden -n '${when}' -l ${word.slice(2)}`
          : `complete -c trailwarden -n '${when}' -a ${word}`,
      ),
      ...Object.entries(values).map(
        ([option, own]) =>
          `complete -c trailwarden -n '${when}' -l ${option.slice(2)} -x -a '${own.join(' ')}'`,
      ),
    ];
  });
  return `${lines.join('\n')}\n`;
}

/** What completes the command line, by shell. */
export const completionScripts = { bash, zsh, fish } as const;
