using Spectre.Console;
using Spectre.Console.Rendering;

namespace Sws.LoadGen.Reports;

/// <summary>Redraws one thing in place until it is ended. Calls come one at a time.</summary>
internal sealed class LiveView
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _showing;
    private LiveDisplayContext? _context;

    /// <summary>Starts with an empty display.</summary>
    public LiveView(IAnsiConsole console)
    {
        _showing = console.Live(new Text("")).AutoClear(true).StartAsync(context =>
        {
            _context = context;
            return _end.Task;
        });
    }

    /// <summary>Shows this instead of what was there.</summary>
    public void Show(IRenderable target) => _context?.UpdateTarget(target);

    /// <summary>Clears the display and gives the terminal back.</summary>
    public void End()
    {
        _end.TrySetResult();
        _showing.GetAwaiter().GetResult();
    }
}
