using System.CommandLine;
using Cloud.Cli.Hosting;

namespace Cloud.Cli;

/// <summary><c>cloud completion</c>: scripts by which shells ask this command what may come next.</summary>
internal static class CompletionCommand
{
    private const string Bash =
        """
        # source <(cloud completion bash)
        _cloud_complete() {
            local IFS=$'\n'
            local words="$(cloud "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)"
            COMPREPLY=($(compgen -W "${words}" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -F _cloud_complete cloud
        """;

    private const string Zsh =
        """
        # source <(cloud completion zsh)
        _cloud_complete() {
            local -a completions
            completions=("${(@f)$(cloud "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a completions
        }
        compdef _cloud_complete cloud
        """;

    private const string PowerShell =
        """
        # cloud completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName cloud -ScriptBlock {
            param($word, $line, $position)
            cloud "[suggest:$position]" "$line" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    public static Command Create(CliHost host)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "pwsh");
        var command = new Command("completion", "Prints a script that lets a shell complete commands and options.")
        {
            shell,
        };
        command.SetAction(parsed => host.Out.WriteLine(parsed.GetValue(shell) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            _ => PowerShell,
        }));
        return command;
    }
}
