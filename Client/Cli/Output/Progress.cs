using Cloud.Cli.Hosting;

namespace Cloud.Cli.Output;

/// <summary>
/// How far it is, in one line of standard error that is written over again; nothing where nobody watches.
/// </summary>
internal sealed class Progress(CliHost host)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly long _start = host.Clock.GetTimestamp();
    private long _shown = host.Clock.GetTimestamp();
    private int _width;

    public TimeSpan Elapsed => host.Clock.GetElapsedTime(_start);

    /// <summary>Cheap enough for every record.</summary>
    public void Show(long records, long bytes)
    {
        if (!host.IsErrorTerminal || host.Clock.GetElapsedTime(_shown) < Interval)
        {
            return;
        }

        _shown = host.Clock.GetTimestamp();
        Write($"{Quantities.Grouped(records)} records, {Quantities.Bytes(bytes)}, "
            + $"{Quantities.Grouped(records / Elapsed.TotalSeconds)} records/s");
    }

    /// <summary>Leaves the line empty for whatever comes next.</summary>
    public void End()
    {
        if (_width > 0)
        {
            Write("");
            host.Error.Write('\r');
            host.Error.Flush();
        }
    }

    private void Write(string text)
    {
        host.Error.Write($"\r{text.PadRight(_width)}");
        host.Error.Flush();
        _width = text.Length;
    }
}
