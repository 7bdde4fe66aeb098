using Cloud.Protocol;

namespace Cloud.Simulation.Storage;

/// <summary>
/// What a log must hold: the batches by their bytes, and how much of it was promised to survive a crash.
/// </summary>
internal sealed class LogCrashModel
{
    private readonly List<ModelBatch> _batches = [];

    public IReadOnlyList<ModelBatch> Batches => _batches;

    public Offset EndOffset { get; private set; } = Offset.Zero;

    public Offset StartOffset { get; private set; } = Offset.Zero;

    /// <summary>Everything below was acknowledged as being on the device.</summary>
    public Offset PromisedOffset { get; private set; } = Offset.Zero;

    /// <summary>A truncation is under way: the log may be as before, as after, or in between.</summary>
    public Offset TruncatingTo { get; private set; } = Offset.None;

    /// <summary>As above, and it begins anew at the offset.</summary>
    public bool IsRestarting { get; private set; }

    /// <summary>May be in the log from now on, though nothing is promised.</summary>
    public void Offer(ModelBatch batch)
    {
        _batches.Add(batch);
        EndOffset = batch.EndOffset;
    }

    /// <summary>What was offered from the offset on was refused.</summary>
    public void Withdraw(Offset offset)
    {
        _batches.RemoveAll(batch => batch.EndOffset > offset);
        EndOffset = offset;
    }

    public void Promise(Offset offset) => PromisedOffset = Offset.Max(PromisedOffset, offset);

    public void AdvanceStart(Offset offset) => StartOffset = offset;

    public void BeginTruncation(Offset offset, bool isRestart)
    {
        TruncatingTo = offset;
        IsRestarting = isRestart;
        PromisedOffset = isRestart ? Offset.Zero : Offset.Min(PromisedOffset, offset);
    }

    public void EndTruncation(Offset logEndOffset)
    {
        _batches.RemoveAll(batch => IsRestarting || batch.EndOffset > logEndOffset);
        EndOffset = logEndOffset;
        StartOffset = IsRestarting ? logEndOffset : Offset.Min(StartOffset, logEndOffset);
        PromisedOffset = IsRestarting ? logEndOffset : PromisedOffset;
        TruncatingTo = Offset.None;
        IsRestarting = false;
    }

    /// <summary>The log was opened after a crash: what it holds now is what there is.</summary>
    public void Adopt(IReadOnlyList<ModelBatch> batches, Offset startOffset, Offset endOffset)
    {
        _batches.Clear();
        _batches.AddRange(batches);
        EndOffset = endOffset;
        StartOffset = startOffset;
        PromisedOffset = endOffset;
        TruncatingTo = Offset.None;
        IsRestarting = false;
    }
}
