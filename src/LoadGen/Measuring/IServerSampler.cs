namespace Sws.LoadGen.Measuring;

/// <summary>Reads the server's CPU and memory.</summary>
internal interface IServerSampler
{
    /// <summary>The server now; null when it cannot be read.</summary>
    Task<ServerSample?> ReadAsync(CancellationToken cancellation);
}
