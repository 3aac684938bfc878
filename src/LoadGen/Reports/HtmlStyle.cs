namespace Sws.LoadGen.Reports;

/// <summary>The style sheet of the HTML report, for light and dark screens and for print.</summary>
internal static class HtmlStyle
{
    /// <summary>CSS.</summary>
    public const string Css = """
        :root{--bg:#fff;--fg:#1c2024;--muted:#5b6570;--line:#e2e6ea;--card:#f6f8fa;--s1:#2266c4;--s2:#d9730d;--s3:#b3261e;--good:#1a7f4b;--bad:#b3261e;--warn:#8a5300}
        @media(prefers-color-scheme:dark){:root{--bg:#14171a;--fg:#e6e9ec;--muted:#9aa4ae;--line:#2c3238;--card:#1c2126;--s1:#6aa5f5;--s2:#f0a04b;--s3:#f2776e;--good:#54c98a;--bad:#f2776e;--warn:#e3b341}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:1180px;padding:24px;background:var(--bg);color:var(--fg);font:15px/1.45 system-ui,sans-serif}
        h1{font-size:22px;margin:0 0 4px}h2{font-size:16px;margin:28px 0 10px}
        .sub{color:var(--muted);overflow-wrap:anywhere}
        .verdicts{display:flex;flex-direction:column;align-items:flex-start;gap:8px;margin:14px 0}
        .verdict{padding:4px 12px;border-radius:4px;border:1px solid currentColor;font-weight:600}.warn{color:var(--warn);font-weight:400}
        .good{color:var(--good)}.bad{color:var(--bad)}
        .tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:10px}
        .tile{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:10px 12px}
        .tile span{display:block;color:var(--muted);font-size:13px}.tile b{font-size:20px;font-variant-numeric:tabular-nums}
        .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(460px,1fr));gap:14px}
        figure{margin:0;background:var(--card);border:1px solid var(--line);border-radius:6px;padding:10px 12px}
        figcaption{display:flex;gap:14px;align-items:baseline;flex-wrap:wrap}
        .key{color:var(--muted);font-size:13px}.key i{display:inline-block;width:18px;height:0;border-top:3px solid;margin-right:5px;vertical-align:middle}
        svg{width:100%;height:auto;display:block}.none{color:var(--muted);margin:30px 0}
        .grid{stroke:var(--line)}.axis{stroke:var(--muted)}.tick{fill:var(--muted);font-size:12px}
        polyline{fill:none;stroke-width:2;stroke-linejoin:round}circle{fill:transparent}circle:hover{fill:var(--fg)}
        .c1{stroke:var(--s1)}.c2{stroke:var(--s2)}.c3{stroke:var(--s3)}
        .b1{border-color:var(--s1)!important}.b2{border-color:var(--s2)!important}.b3{border-color:var(--s3)!important}
        table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:5px 10px;border-bottom:1px solid var(--line);font-variant-numeric:tabular-nums;vertical-align:top}
        th{color:var(--muted);font-weight:500;width:220px}
        @media(max-width:720px){.tiles{grid-template-columns:repeat(2,1fr)}}
        @media(max-width:520px){.charts{grid-template-columns:1fr}th{width:auto}}
        """;
}
