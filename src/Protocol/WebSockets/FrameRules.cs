namespace Sws.Protocol.WebSockets;

/// <summary>What the next frame must obey.</summary>
/// <param name="Mask">The rule for its MASK bit.</param>
/// <param name="InMessage">Whether a fragmented message is under way.</param>
/// <param name="Room">How many payload bytes a data frame may still bring; negative when the limit was lowered below what is there.</param>
internal readonly record struct FrameRules(MaskRule Mask, bool InMessage, int Room);
