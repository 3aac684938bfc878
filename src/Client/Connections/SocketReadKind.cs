namespace Sws.Client.Connections;

internal enum SocketReadKind
{
    Text,
    Binary,
    TooBig,
    Closed,
}
