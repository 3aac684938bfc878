using Sws.Protocol.Certificates;

namespace Sws.Protocol.Tests.Certificates;

public sealed class CertificateErrorsTests
{
    [Fact]
    public void ToCloseReason_EveryError_HasItsOwnReason()
    {
        var reasons = Enum.GetValues<CertificateError>().Where(error => error != CertificateError.None).Select(error => error.ToCloseReason()).ToList();

        Assert.Equal(reasons.Count, reasons.Distinct().Count());
        Assert.All(reasons, reason => Assert.InRange(reason.Code, 4510, 4520));
    }

    [Fact]
    public void ToCloseReason_NoError_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => CertificateError.None.ToCloseReason());
}
