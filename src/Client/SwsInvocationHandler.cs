using Sws.Protocol.Messaging;

namespace Sws.Client;

/// <summary>Answers one invocation.</summary>
/// <param name="invocation">What is asked and by whom.</param>
/// <param name="cancellationToken">Cancelled when the client closes.</param>
/// <returns>The answer. Throw <see cref="SwsInvocationException"/> to answer with an error of your own; of any other exception the asker learns nothing.</returns>
public delegate ValueTask<MessageData> SwsInvocationHandler(SwsInvocation invocation, CancellationToken cancellationToken);
