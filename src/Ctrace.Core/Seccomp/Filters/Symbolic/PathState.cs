using System.Collections.Immutable;

namespace Ctrace.Core.Seccomp.Filters.Symbolic;

/// <summary>Where one way through the filters has come to.</summary>
internal sealed class PathState
{
    // What more is known of a call is passed over: the work for each step grows with it.
    private const int MostConditions = 64, MostAnswers = 256;

    private readonly WordRange[] _words;
    private readonly Expression[] _memory;

    /// <summary>At the first filter's first instruction.</summary>
    public PathState(WordRange[] words)
    {
        _words = words;
        _memory = new Expression[FilterCheck.MemoryWords];
        Array.Fill(_memory, Constant.Zero);
    }

    private PathState(PathState other)
    {
        (A, X, At, Filter, Returns, Conditions) = (other.A, other.X, other.At, other.Filter, other.Returns, other.Conditions);
        (IsExact, Burden) = (other.IsExact, other.Burden);
        _words = [.. other._words];
        _memory = [.. other._memory];
    }

    public Expression A { get; set; } = Constant.Zero;

    public Expression X { get; set; } = Constant.Zero;

    public int At { get; set; }

    public int Filter { get; private set; }

    public ImmutableArray<FilterReturn?> Returns { get; private set; } = [];

    public ImmutableArray<Condition> Conditions { get; private set; } = [];

    /// <summary>False after a comparison that was not followed.</summary>
    public bool IsExact { get; private set; } = true;

    /// <summary>How much is looked through for a step, at most.</summary>
    public int Burden { get; private set; }

    public PathState Fork() => new(this);

    public Expression Load(int word) => _words[word].Single is { } known ? new Constant(known) : new FieldValue(word);

    public Expression LoadMemory(uint word) => _memory[word];

    public void StoreMemory(uint word, Expression value) => _memory[word] = value;

    /// <summary>What a comparison comes to, when it comes to the same for all calls on this way.</summary>
    public bool? Decide(Expression left, Comparison comparison, Expression right)
    {
        if (left is Constant { Value: var a } && right is Constant { Value: var b })
        {
            return ArithmeticRule.Holds(comparison, a, b);
        }

        return WordTest.Of(left, comparison, right) is { } question
            ? _words[question.Word].Decide(question.Test) ^ question.Reversed
            : Conditions.FirstOrDefault(known => known.Comparison == comparison && known.Left == left && known.Right == right)?.Holds;
    }

    /// <summary>Goes one way at a comparison that was not decided.</summary>
    /// <returns>False when no call goes that way.</returns>
    public bool Assume(Expression left, Comparison comparison, Expression right, bool holds)
    {
        if (left is UnknownValue || right is UnknownValue)
        {
            IsExact = false;
        }
        else if (WordTest.Of(left, comparison, right) is { } question)
        {
            if (_words[question.Word].With(question.Test, holds ^ question.Reversed) is not { } narrowed)
            {
                return false;
            }

            if (narrowed.Rest.Length > MostAnswers)
            {
                IsExact = false;
                return true;
            }

            _words[question.Word] = narrowed;
            Burden = Math.Max(Burden, narrowed.Rest.Length + Conditions.Length);
        }
        else if (Conditions.Length == MostConditions)
        {
            IsExact = false;
        }
        else
        {
            Conditions = Conditions.Add(new Condition(left, comparison, right, holds));
            Burden++;
        }

        return true;
    }

    /// <summary>Ends the filter: the next one begins anew, with what is known of the call.</summary>
    public void Return(FilterReturn? answer)
    {
        Returns = Returns.Add(answer);
        Filter++;
        (A, X, At) = (Constant.Zero, Constant.Zero, 0);
    }

    public FilterPath ToPath() => new([.. _words], Conditions, Returns, IsExact);
}
