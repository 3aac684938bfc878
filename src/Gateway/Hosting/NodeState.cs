namespace Sws.Gateway.Hosting;

/// <summary>How far this node has come.</summary>
internal sealed class NodeState
{
    private volatile bool _hasStarted;

    /// <summary>Whether all of it runs and clients are let in.</summary>
    public bool HasStarted
    {
        get => _hasStarted;
        set => _hasStarted = value;
    }
}
