using System.Reflection;
using System.Reflection.Emit;

namespace Snackable.Tests.Fixtures;

/// <summary>
/// The types that a compiled type names: in its bases, members, attributes and method bodies. The compiler replaces constants and
/// <c>nameof</c> by their values: they leave no trace.
/// </summary>
internal static class TypeReferences
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<ushort, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => (ushort)code.Value);

    /// <summary>Finds the types that a type names, each once. A constructed type counts as its definition and its arguments.</summary>
    public static IEnumerable<Type> Of(Type type)
    {
        var methods = type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)).ToArray();
        return type.GetInterfaces().Append(type.BaseType)
            .Concat(Arguments(type.GetGenericArguments()))
            .Concat(type.GetFields(Declared).Select(field => field.FieldType))
            .Concat(methods.SelectMany(Signature))
            .Concat(methods.SelectMany(Body))
            .Concat(type.GetMembers(Declared).Append(type).SelectMany(member => Attributes(member.CustomAttributes)))
            .Concat(methods.SelectMany(method => method.GetParameters()).SelectMany(parameter => Attributes(parameter.CustomAttributes)))
            .SelectMany(Parts).Distinct();
    }

    private static IEnumerable<Type> Parts(Type? type) => type switch
    {
        null or { IsGenericParameter: true } => [],
        { HasElementType: true } => Parts(type.GetElementType()),
        { IsConstructedGenericType: true } => type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()),
        _ => [type],
    };

    private static IEnumerable<Type?> Signature(MethodBase method) => method.GetParameters().Select(parameter => parameter.ParameterType)
        .Append((method as MethodInfo)?.ReturnType)
        .Concat(Arguments(method.IsGenericMethod ? method.GetGenericArguments() : []));

    private static IEnumerable<Type> Arguments(Type[] arguments) =>
        arguments.SelectMany(argument => argument.IsGenericParameter ? argument.GetGenericParameterConstraints() : [argument]);

    private static IEnumerable<Type?> Attributes(IEnumerable<CustomAttributeData> attributes) => attributes.SelectMany(attribute =>
        attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(named => named.TypedValue))
            .Select(argument => argument.Value as Type ?? argument.ArgumentType).Append(attribute.AttributeType));

    private static IEnumerable<Type?> Body(MethodBase method) => method.GetMethodBody() is { } body
        ? body.LocalVariables.Select(local => local.LocalType)
            .Concat(body.ExceptionHandlingClauses.Where(clause => clause.Flags is ExceptionHandlingClauseOptions.Clause).Select(clause => clause.CatchType))
            .Concat(Members(method, body.GetILAsByteArray()!).SelectMany(Named))
        : [];

    private static IEnumerable<Type?> Named(MemberInfo? member) => member switch
    {
        Type type => [type],
        FieldInfo field => [field.DeclaringType, field.FieldType],
        MethodBase called => Signature(called).Append(called.DeclaringType),
        _ => [],
    };

    private static IEnumerable<MemberInfo?> Members(MethodBase method, byte[] code)
    {
        var ofType = method.DeclaringType!.GetGenericArguments();
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? (ushort)((code[at++] << 8) | code[at++]) : code[at++];
            var operand = OpCodesByValue[value].OperandType;
            if (operand is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
                yield return method.Module.ResolveMember(BitConverter.ToInt32(code, at), ofType, ofMethod);
            at += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }
}
