using Sws.Protocol.Crypto;

namespace Sws.LoadGen.Connections;

/// <summary>Which connection to open, and where to.</summary>
/// <param name="Index">Number of the connection within its worker; decides the URL and the source address.</param>
/// <param name="Query">Appended to the URL's query, without a leading separator; empty for nothing.</param>
/// <param name="Attempt">Moves the connection on by so many URLs; 0 for its own.</param>
/// <param name="Key">The client's key pair; null for that of the options, or a fresh one. Stays the caller's.</param>
internal readonly record struct ConnectionTarget(int Index, string Query = "", int Attempt = 0, BoxKeyPair? Key = null);
