namespace Ctrace.Core.Rehearsals;

/// <summary>What signals mean to programs of which that is known. A handler alone does not say it.</summary>
internal static class KnownSignals
{
    /// <summary>SIGHUP.</summary>
    public const int Hangup = 1;

    /// <summary>SIGINT.</summary>
    public const int Interrupt = 2;

    /// <summary>SIGKILL.</summary>
    public const int Kill = 9;

    /// <summary>SIGUSR1.</summary>
    public const int User1 = 10;

    /// <summary>SIGTERM.</summary>
    public const int Terminate = 15;

    // Their manuals: nginx(8); httpd(8), Stopping and Restarting; squid(8); php-fpm(8); gunicorn, Signal Handling; unicorn, SIGNALS; lighttpd(8).
    private static readonly HashSet<string> Reopening = ["nginx", "httpd", "apache2", "squid", "php-fpm", "gunicorn", "unicorn", "lighttpd"];

    // Go programs that say so: prometheus, alertmanager and grafana-agent (Configuration), nats-server (Signals), consul, vault, caddy's forks, telegraf, minio.
    private static readonly HashSet<string> Reloading = ["prometheus", "alertmanager", "nats-server", "consul", "vault", "telegraf", "etcd-proxy", "coredns"];

    // SIGHUP ends a Java machine in good order (java(1), -Xrs); node's own action is to end.
    private static readonly HashSet<string> Ending = ["java", "node", "nodejs"];

    /// <summary>Why SIGHUP is not sent to a container; null when it is.</summary>
    public static string? AgainstReload(ContainerTraits traits)
    {
        ArgumentNullException.ThrowIfNull(traits);
        return !traits.Catches(Hangup) ? "its first process has no handler for SIGHUP"
            : Ending.Contains(traits.Program) ? "SIGHUP ends it"
            : traits.CatchesAll && !Reloading.Contains(traits.Program) ? "its runtime handles every signal: what SIGHUP means to it is not known"
            : null;
    }

    /// <summary>Why SIGUSR1 is not sent to a container; null when it is.</summary>
    public static string? AgainstRotation(ContainerTraits traits)
    {
        ArgumentNullException.ThrowIfNull(traits);
        return !traits.Catches(User1) ? "its first process has no handler for SIGUSR1"
            : !Reopening.Contains(Plain(traits.Program)) ? "it is not known that SIGUSR1 has it open its logs again"
            : null;
    }

    // php-fpm8.2, apache2.
    private static string Plain(string program) => Reopening.Contains(program) ? program : program.TrimEnd('.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
}
