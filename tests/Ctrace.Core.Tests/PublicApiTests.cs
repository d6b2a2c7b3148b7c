using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;

namespace Ctrace.Core.Tests;

/// <summary>What others can build on is what is meant: PublicApi.txt has all of it, and a change to it is a change to that file.</summary>
public sealed class PublicApiTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string ListFile = Path.Combine(SourceFolder.Repository, "tests/Ctrace.Core.Tests/PublicApi.txt");

    [Fact]
    public void WhatIsPublicIsWhatTheListHas()
    {
        var found = Types().SelectMany(Lines).ToArray();
        if (Environment.GetEnvironmentVariable("CTRACE_REWRITE_GOLDEN") == "1")
        {
            File.WriteAllLines(ListFile, found);
        }

        var listed = File.ReadAllLines(ListFile);
        var changes = listed.Except(found).Select(line => $"- {line}").Concat(found.Except(listed).Select(line => $"+ {line}")).ToArray();
        Assert.True(listed.SequenceEqual(found), $"""
            The public API of Ctrace.Core is not what tests/Ctrace.Core.Tests/PublicApi.txt has:
            {string.Join('\n', changes)}
            What is meant to be public has documentation and a word in CHANGELOG.md; all else is internal. Then write the list anew:
            CTRACE_REWRITE_GOLDEN=1 ./build unit -class '*.PublicApiTests'
            """);
    }

    private static IEnumerable<Type> Types() => typeof(CtraceException).Assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal);

    private static IEnumerable<string> Lines(Type type)
    {
        var bases = new[] { type.BaseType }.OfType<Type>().Where(parent => parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum))
            .Concat(type.GetInterfaces().Where(one => !type.IsEnum && one.IsPublic).OrderBy(one => $"{one}", StringComparer.Ordinal)).Select(Name).ToArray();
        yield return $"{Kind(type)} {Name(type)}{(bases.Length == 0 ? "" : $" : {string.Join(", ", bases)}")}";
        foreach (var line in type.GetMembers(Declared).Where(IsMeant).Select(Text).OfType<string>().Order(StringComparer.Ordinal))
        {
            yield return $"{Name(type)}.{line}";
        }
    }

    private static string Kind(Type type) => type.IsEnum ? "enum" : type.IsValueType ? "struct" : type.IsInterface ? "interface"
        : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsSealed ? "sealed class" : type.IsAbstract ? "abstract class" : "class";

    // The compiler's own members of records say nothing that the record does not.
    private static bool IsMeant(MemberInfo member) => member.GetCustomAttribute<CompilerGeneratedAttribute>() is null && member is not Type;

    private static string? Text(MemberInfo member) => member switch
    {
        FieldInfo { IsSpecialName: false } field when field.IsPublic || field.IsFamily =>
            $"{field.Name}: {Name(field.FieldType)}{(field.IsLiteral ? $" = {field.GetRawConstantValue()}" : field.IsInitOnly ? " readonly" : "")}",
        PropertyInfo property when IsVisible(property.GetMethod) =>
            $"{property.Name}{Parameters(property.GetIndexParameters(), '[', ']')}: {Name(property.PropertyType)}{(IsVisible(property.SetMethod) ? " { get; set; }" : " { get; }")}",
        MethodInfo { IsSpecialName: false } method when IsVisible(method) => $"{Of(method)}{method.Name}{Parameters(method.GetParameters(), '(', ')')}: {Name(method.ReturnType)}",
        MethodInfo { IsSpecialName: true } method when IsVisible(method) && method.Name.StartsWith("op_", StringComparison.Ordinal) =>
            $"static {method.Name}{Parameters(method.GetParameters(), '(', ')')}: {Name(method.ReturnType)}",
        ConstructorInfo constructor when IsVisible(constructor) => $"new{Parameters(constructor.GetParameters(), '(', ')')}",
        _ => null,
    };

    private static string Of(MethodInfo method) => method.IsStatic ? "static " : "";

    private static bool IsVisible(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    private static string Parameters(ParameterInfo[] parameters, char open, char close) =>
        parameters.Length == 0 && open == '[' ? "" : $"{open}{string.Join(", ", parameters.Select(one => $"{Name(one.ParameterType)} {one.Name}{(one.IsOptional ? " = ..." : "")}"))}{close}";

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return $"ref {Name(type.GetElementType()!)}";
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[]";
        }

        var name = (type.IsNested ? $"{Name(type.DeclaringType!)}.{type.Name}" : type.Assembly == typeof(CtraceException).Assembly ? type.FullName ?? $"{type.Namespace}.{type.Name}" : type.Name).Split('`')[0];
        return type.IsGenericType ? $"{name.Split('[')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }
}
