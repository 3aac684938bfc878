namespace Sws.Grains.Tests;

public class DequeTests
{
    [Fact]
    public void Operations_Random_EqualList()
    {
        Random random = new(20_240_601);
        Deque<int> deque = new();
        List<int> model = [];
        for (int step = 0; step < 5000; step++)
        {
            switch (random.Next(5))
            {
                case 0 or 1:
                    deque.Add(step);
                    model.Add(step);
                    break;
                case 2:
                    deque.AddFirst(step);
                    model.Insert(0, step);
                    break;
                case 3 or 4 when model.Count > 0:
                    deque.RemoveFirst();
                    model.RemoveAt(0);
                    break;
            }

            Assert.Equal(model.Count, deque.Count);
            if (step % 50 == 0)
            {
                Assert.Equal(model, deque);
            }
        }

        Assert.Equal(model, Enumerable.Range(0, deque.Count).Select(index => deque[index]));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Index_OutsideOfItems_Throws(int index)
    {
        Deque<int> deque = new();
        deque.Add(1);
        deque.AddFirst(0);

        Assert.Throws<ArgumentOutOfRangeException>(() => deque[index]);
    }

    [Fact]
    public void RemoveFirst_Empty_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new Deque<int>().RemoveFirst());
}
