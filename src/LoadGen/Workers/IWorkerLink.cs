namespace Sws.LoadGen.Workers;

/// <summary>A controller's connection to one worker, wherever that runs. Disposing it ends the worker.</summary>
internal interface IWorkerLink : IAsyncDisposable
{
    /// <summary>Where the worker runs, for messages to the user.</summary>
    string Name { get; }

    /// <summary>Messages to and from the worker.</summary>
    MessageChannel Channel { get; }
}
