namespace Sws.Gateway.Commands;

/// <summary>A command whose help ends with an example.</summary>
internal interface ICommandExample
{
    /// <summary>The arguments of a call that works, without the program's name.</summary>
    string Example { get; }
}
