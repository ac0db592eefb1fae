// The grammar by which diagnose.ts retraces what CPython's parser does with a wrong source, in a small notation of our own:
//
//   rule = item item … -> Node     one alternative; the next one begins with `|` on a line of its own
//   'if' ':'                       a keyword or an operator       "match"   a soft keywords
//   NAME NUMBER STRING …           a token by type                [x] x? x* x+ (x | y)   as usual
//   ','.x+                         x separated by commas          &x !x     look ahead
//   ~                              no other alternative after this   &&':'  forced: "expected ':'" at once if it is missing
//   a=x                            names what x gave, for the action
//   -> Node                        the alternative gives a node of that type    => action   a function of diagnose-actions.ts
//
// Order matters everywhere: which error is shown, and where, follows from the order in which alternatives are tried and from
// how many tokens have been looked at; TYPE_COMMENT never comes, but looking for it counts. Names are those of the language reference's grammar (Grammar/python.gram of 3.14);
// `invalid_…` alternatives take part only in the second pass. An asterisk after a rule's name: results are shared by both.

export const grammar = String.raw`
file = [statements] ENDMARKER
interactive = statement_newline
eval = expressions NEWLINE* ENDMARKER
func_type = '(' [type_expressions] ')' '->' expression NEWLINE* ENDMARKER

statements = statement+
statement = compound_stmt
  | simple_stmts
statement_newline = compound_stmt NEWLINE
  | simple_stmts
  | NEWLINE
  | ENDMARKER => interactiveEnd
simple_stmts = simple_stmt !';' NEWLINE
  | ';'.simple_stmt+ [';'] NEWLINE
simple_stmt* = assignment
  | &"type" type_alias
  | star_expressions
  | &'return' return_stmt
  | &('import' | 'from') import_stmt
  | &'raise' raise_stmt
  | &'pass' pass_stmt
  | &'del' del_stmt
  | &'yield' yield_expr
  | &'assert' assert_stmt
  | &'break' break_stmt
  | &'continue' continue_stmt
  | &'global' global_stmt
  | &'nonlocal' nonlocal_stmt
compound_stmt = &('def' | '@' | 'async') function_def
  | &'if' if_stmt
  | &('class' | '@') class_def
  | &('with' | 'async') with_stmt
  | &('for' | 'async') for_stmt
  | &'try' try_stmt
  | &'while' while_stmt
  | match_stmt

assignment = NAME ':' expression ['=' annotated_rhs]
  | ('(' single_target ')' | single_subscript_attribute_target) ':' expression ['=' annotated_rhs]
  | (star_targets '=')+ annotated_rhs !'=' [TYPE_COMMENT]
  | single_target augassign ~ annotated_rhs
  | invalid_assignment
annotated_rhs = yield_expr
  | star_expressions
augassign = '+=' | '-=' | '*=' | '@=' | '/=' | '%=' | '&=' | '|=' | '^=' | '<<=' | '>>=' | '**=' | '//='
return_stmt = 'return' [star_expressions]
raise_stmt = 'raise' expression ['from' expression]
  | 'raise'
pass_stmt = 'pass'
break_stmt = 'break'
continue_stmt = 'continue'
global_stmt = 'global' ','.NAME+
nonlocal_stmt = 'nonlocal' ','.NAME+
del_stmt = 'del' del_targets &(';' | NEWLINE)
  | invalid_del_stmt
assert_stmt = 'assert' expression [',' expression]
import_stmt = invalid_import
  | import_name
  | import_from
import_name = 'import' dotted_as_names
import_from = 'from' d=('.' | '...')* m=dotted_name 'import' n=import_from_targets => futureImport
  | 'from' ('.' | '...')+ 'import' import_from_targets
import_from_targets = '(' import_from_as_names [','] ')'
  | import_from_as_names !','
  | '*'
  | invalid_import_from_targets
import_from_as_names = ','.import_from_as_name+
import_from_as_name = invalid_import_from_as_name
  | NAME ['as' NAME]
dotted_as_names = ','.dotted_as_name+
dotted_as_name = invalid_dotted_as_name
  | dotted_name ['as' NAME]
dotted_name = dotted_name '.' NAME
  | NAME

block* = NEWLINE INDENT statements DEDENT
  | simple_stmts
  | invalid_block
decorators = ('@' named_expression NEWLINE)+
class_def = decorators class_def_raw
  | class_def_raw
class_def_raw = invalid_class_def_raw
  | 'class' NAME [type_params] ['(' [arguments] ')'] ':' block
function_def = decorators function_def_raw
  | function_def_raw
function_def_raw = invalid_def_raw
  | 'def' NAME [type_params] '(' [params] ')' ['->' expression] ':' [func_type_comment] block
  | 'async' 'def' NAME [type_params] '(' [params] ')' ['->' expression] ':' [func_type_comment] block

params = invalid_parameters
  | parameters
parameters = slash_no_default param_no_default* param_with_default* [star_etc]
  | slash_with_default param_with_default* [star_etc]
  | param_no_default+ param_with_default* [star_etc]
  | param_with_default+ [star_etc]
  | star_etc
slash_no_default = param_no_default+ '/' ','
  | param_no_default+ '/' &')'
slash_with_default = param_no_default* param_with_default+ '/' ','
  | param_no_default* param_with_default+ '/' &')'
star_etc = invalid_star_etc
  | '*' param_no_default param_maybe_default* [kwds]
  | '*' param_no_default_star_annotation param_maybe_default* [kwds]
  | '*' ',' param_maybe_default+ [kwds]
  | kwds
kwds = invalid_kwds
  | '**' param_no_default
param_no_default = a=param ',' TYPE_COMMENT? => first
  | a=param TYPE_COMMENT? &')' => first
param_no_default_star_annotation = param_star_annotation ',' TYPE_COMMENT?
  | param_star_annotation TYPE_COMMENT? &')'
param_with_default = param default ',' TYPE_COMMENT?
  | param default TYPE_COMMENT? &')'
param_maybe_default = param default? ',' TYPE_COMMENT?
  | param default? TYPE_COMMENT? &')'
param = NAME annotation? -> arg
param_star_annotation = NAME star_annotation
annotation = ':' expression
star_annotation = ':' star_expression
default = '=' expression
  | invalid_default

func_type_comment = NEWLINE TYPE_COMMENT &(NEWLINE INDENT)
  | TYPE_COMMENT

if_stmt = invalid_if_stmt
  | 'if' named_expression ':' block elif_stmt
  | 'if' named_expression ':' block [else_block]
elif_stmt = invalid_elif_stmt
  | 'elif' named_expression ':' block elif_stmt
  | 'elif' named_expression ':' block [else_block]
else_block = invalid_else_stmt
  | 'else' &&':' block
while_stmt = invalid_while_stmt
  | 'while' named_expression ':' block [else_block]
for_stmt = invalid_for_stmt
  | 'for' star_targets 'in' ~ star_expressions ':' [TYPE_COMMENT] block [else_block]
  | 'async' 'for' star_targets 'in' ~ star_expressions ':' [TYPE_COMMENT] block [else_block]
  | invalid_for_target
with_stmt = invalid_with_stmt_indent
  | 'with' '(' ','.with_item+ ','? ')' ':' [TYPE_COMMENT] block
  | 'with' ','.with_item+ ':' [TYPE_COMMENT] block
  | 'async' 'with' '(' ','.with_item+ ','? ')' ':' block
  | 'async' 'with' ','.with_item+ ':' [TYPE_COMMENT] block
  | invalid_with_stmt
with_item = expression 'as' star_target &(',' | ')' | ':')
  | invalid_with_item
  | expression
try_stmt = invalid_try_stmt
  | 'try' &&':' block finally_block
  | 'try' &&':' block except_block+ [else_block] [finally_block]
  | 'try' &&':' block except_star_block+ [else_block] [finally_block]
except_block = invalid_except_stmt_indent
  | 'except' expression ':' block
  | 'except' expression 'as' NAME ':' block
  | 'except' expressions ':' block
  | 'except' ':' block
  | invalid_except_stmt
except_star_block = invalid_except_star_stmt_indent
  | 'except' '*' expression ':' block
  | 'except' '*' expression 'as' NAME ':' block
  | 'except' '*' expressions ':' block
  | invalid_except_star_stmt
finally_block = invalid_finally_stmt
  | 'finally' &&':' block

match_stmt = "match" subject_expr ':' NEWLINE INDENT case_block+ DEDENT
  | invalid_match_stmt
subject_expr = star_named_expression ',' star_named_expressions?
  | named_expression
case_block = invalid_case_block
  | "case" patterns guard? ':' block
guard = 'if' named_expression
patterns = open_sequence_pattern
  | pattern
pattern = as_pattern
  | or_pattern
as_pattern = or_pattern 'as' pattern_capture_target -> pattern
  | invalid_as_pattern
or_pattern = '|'.closed_pattern+ -> pattern
closed_pattern* = literal_pattern
  | capture_pattern
  | wildcard_pattern
  | value_pattern
  | group_pattern
  | sequence_pattern
  | mapping_pattern
  | class_pattern
literal_pattern = signed_number !('+' | '-') -> pattern
  | complex_number -> pattern
  | strings -> pattern
  | 'None' -> pattern
  | 'True' -> pattern
  | 'False' -> pattern
literal_expr = signed_number !('+' | '-')
  | complex_number
  | &(STRING | FSTRING_START | TSTRING_START) strings
  | 'None'
  | 'True'
  | 'False'
complex_number = signed_real_number '+' imaginary_number
  | signed_real_number '-' imaginary_number
signed_number = number
  | '-' number
signed_real_number = real_number
  | '-' real_number
real_number = a=number => real
imaginary_number = a=number => imaginary
capture_pattern = pattern_capture_target -> pattern
pattern_capture_target = !"_" NAME !('.' | '(' | '=')
wildcard_pattern = "_" -> pattern
value_pattern = attr !('.' | '(' | '=') -> pattern
attr = name_or_attr '.' NAME -> Attribute
name_or_attr- = attr
  | NAME
group_pattern = '(' a=pattern ')' => first
sequence_pattern = '[' maybe_sequence_pattern? ']' -> pattern
  | '(' open_sequence_pattern? ')' -> pattern
open_sequence_pattern = maybe_star_pattern ',' maybe_sequence_pattern?
maybe_sequence_pattern = ','.maybe_star_pattern+ ','?
maybe_star_pattern = star_pattern
  | pattern
star_pattern* = '*' pattern_capture_target -> pattern
  | '*' wildcard_pattern -> pattern
mapping_pattern = '{' '}' -> pattern
  | '{' double_star_pattern ','? '}' -> pattern
  | '{' items_pattern ',' double_star_pattern ','? '}' -> pattern
  | '{' items_pattern ','? '}' -> pattern
items_pattern = ','.key_value_pattern+
key_value_pattern = (literal_expr | attr) ':' pattern
double_star_pattern = '**' pattern_capture_target
class_pattern = name_or_attr '(' ')' -> pattern
  | name_or_attr '(' positional_patterns ','? ')' -> pattern
  | name_or_attr '(' keyword_patterns ','? ')' -> pattern
  | name_or_attr '(' positional_patterns ',' keyword_patterns ','? ')' -> pattern
  | invalid_class_pattern
positional_patterns = ','.pattern+
keyword_patterns = ','.keyword_pattern+
keyword_pattern = NAME '=' pattern

type_alias = "type" NAME [type_params] '=' expression
type_params = invalid_type_params
  | '[' type_param_seq ']'
type_param_seq = ','.type_param+ [',']
type_param* = NAME [type_param_bound] [type_param_default]
  | invalid_type_param
  | '*' NAME [type_param_starred_default]
  | '**' NAME [type_param_default]
type_param_bound = ':' expression
type_param_default = '=' expression
type_param_starred_default = '=' star_expression

expressions = expression (',' expression)+ [','] -> Tuple
  | expression ',' -> Tuple
  | expression
expression* = invalid_expression
  | invalid_legacy_expression
  | disjunction 'if' disjunction 'else' expression -> IfExp
  | disjunction
  | lambdef
yield_expr = 'yield' 'from' expression -> YieldFrom
  | 'yield' [star_expressions] -> Yield
star_expressions = a=star_expression b=(',' star_expression)+ [','] -> Tuple
  | a=star_expression ',' -> Tuple
  | star_expression
star_expression* = '*' a=bitwise_or -> Starred
  | expression
star_named_expressions = a=','.star_named_expression+ [','] => first
star_named_expression = '*' a=bitwise_or -> Starred
  | named_expression
assignment_expression = NAME ':=' ~ expression -> NamedExpr
named_expression = assignment_expression
  | invalid_named_expression
  | a=expression !':=' => first
disjunction* = conjunction ('or' conjunction)+ -> BoolOp
  | conjunction
conjunction* = inversion ('and' inversion)+ -> BoolOp
  | inversion
inversion* = 'not' inversion -> UnaryOp
  | comparison
comparison = a=bitwise_or b=compare_op_bitwise_or_pair+ -> Compare
  | bitwise_or
compare_op_bitwise_or_pair = '==' bitwise_or
  | not_equal bitwise_or
  | '<=' bitwise_or
  | '<' bitwise_or
  | '>=' bitwise_or
  | '>' bitwise_or
  | 'not' 'in' bitwise_or
  | 'in' bitwise_or -> In
  | 'is' 'not' bitwise_or
  | 'is' bitwise_or
not_equal = a='!=' => notEqual
bitwise_or = bitwise_or '|' bitwise_xor -> BinOp
  | bitwise_xor
bitwise_xor = bitwise_xor '^' bitwise_and -> BinOp
  | bitwise_and
bitwise_and = bitwise_and '&' shift_expr -> BinOp
  | shift_expr
shift_expr = shift_expr '<<' sum -> BinOp
  | shift_expr '>>' sum -> BinOp
  | invalid_arithmetic
  | sum
sum = sum '+' term -> BinOp
  | sum '-' term -> BinOp
  | term
term = term '*' factor -> BinOp
  | term '/' factor -> BinOp
  | term '//' factor -> BinOp
  | term '%' factor -> BinOp
  | term '@' factor -> BinOp
  | invalid_factor
  | factor
factor* = '+' factor -> UnaryOp
  | '-' factor -> UnaryOp
  | '~' factor -> UnaryOp
  | power
power = await_primary '**' factor -> BinOp
  | await_primary
await_primary* = 'await' primary -> Await
  | primary
primary = primary '.' NAME -> Attribute
  | primary genexp -> Call
  | primary '(' [arguments] ')' -> Call
  | primary '[' slices ']' -> Subscript
  | atom
slices = a=slice !',' => first
  | a=','.(slice | starred_expression)+ [','] -> Tuple
slice = [expression] ':' [expression] [':' [expression]] -> Slice
  | named_expression
atom = NAME
  | 'True' -> True
  | 'False' -> False
  | 'None' -> None
  | &(STRING | FSTRING_START | TSTRING_START) strings
  | number
  | &'(' (tuple | group | genexp)
  | &'[' (list | listcomp)
  | &'{' (dict | set | dictcomp | setcomp)
  | '...' -> Ellipsis
number- = a=NUMBER => number
group = '(' a=(yield_expr | named_expression) ')' => first
  | invalid_group
lambdef = 'lambda' [lambda_params] ':' expression -> Lambda
lambda_params = invalid_lambda_parameters
  | lambda_parameters
lambda_parameters = lambda_slash_no_default lambda_param_no_default* lambda_param_with_default* [lambda_star_etc]
  | lambda_slash_with_default lambda_param_with_default* [lambda_star_etc]
  | lambda_param_no_default+ lambda_param_with_default* [lambda_star_etc]
  | lambda_param_with_default+ [lambda_star_etc]
  | lambda_star_etc
lambda_slash_no_default = lambda_param_no_default+ '/' ','
  | lambda_param_no_default+ '/' &':'
lambda_slash_with_default = lambda_param_no_default* lambda_param_with_default+ '/' ','
  | lambda_param_no_default* lambda_param_with_default+ '/' &':'
lambda_star_etc = invalid_lambda_star_etc
  | '*' lambda_param_no_default lambda_param_maybe_default* [lambda_kwds]
  | '*' ',' lambda_param_maybe_default+ [lambda_kwds]
  | lambda_kwds
lambda_kwds = invalid_lambda_kwds
  | '**' lambda_param_no_default
lambda_param_no_default = a=lambda_param ',' => first
  | a=lambda_param &':' => first
lambda_param_with_default = lambda_param default ','
  | lambda_param default &':'
lambda_param_maybe_default = lambda_param default? ','
  | lambda_param default? &':'
lambda_param = NAME

fstring_middle = fstring_replacement_field
  | FSTRING_MIDDLE
fstring_replacement_field = '{' annotated_rhs '='? [fstring_conversion] [fstring_full_format_spec] '}'
  | invalid_fstring_replacement_field
fstring_conversion = a="!" b=NAME => conversion
fstring_full_format_spec = ':' fstring_format_spec*
fstring_format_spec = a=FSTRING_MIDDLE => decodePart
  | fstring_replacement_field
fstring = a=FSTRING_START b=fstring_middle* FSTRING_END => joinedString
tstring_format_spec_replacement_field = '{' annotated_rhs '='? [fstring_conversion] [tstring_full_format_spec] '}'
  | invalid_tstring_replacement_field
tstring_format_spec = a=TSTRING_MIDDLE => decodePart
  | tstring_format_spec_replacement_field
tstring_full_format_spec = ':' tstring_format_spec*
tstring_replacement_field = '{' annotated_rhs '='? [fstring_conversion] [tstring_full_format_spec] '}'
  | invalid_tstring_replacement_field
tstring_middle = tstring_replacement_field
  | TSTRING_MIDDLE
tstring* = a=TSTRING_START b=tstring_middle* TSTRING_END => templateString
string = a=STRING => plainString
strings* = invalid_string_tstring_concat
  | a=(fstring | string)+ => concatenate
  | tstring+ -> TemplateStr

list = '[' a=[star_named_expressions] ']' -> List
tuple = '(' a=[tuple_elements] ')' -> Tuple
tuple_elements = a=star_named_expression ',' b=[star_named_expressions] => elements
set = '{' star_named_expressions '}' -> Set
dict = '{' [double_starred_kvpairs] '}' -> Dict
  | '{' invalid_double_starred_kvpairs '}'
double_starred_kvpairs = ','.double_starred_kvpair+ [',']
double_starred_kvpair = '**' bitwise_or
  | kvpair
kvpair = expression ':' expression
for_if_clauses = for_if_clause+
for_if_clause = 'async' 'for' star_targets 'in' ~ a=disjunction b=('if' disjunction)* => lastOfClause
  | 'for' star_targets 'in' ~ a=disjunction b=('if' disjunction)* => lastOfClause
  | invalid_for_if_clause
  | invalid_for_target
listcomp = '[' named_expression for_if_clauses ']' -> ListComp
  | invalid_comprehension
setcomp = '{' named_expression for_if_clauses '}' -> SetComp
  | invalid_comprehension
genexp = '(' (assignment_expression | expression !':=') for_if_clauses ')' -> GeneratorExp
  | invalid_comprehension
dictcomp = '{' kvpair for_if_clauses '}' -> DictComp
  | invalid_dict_comprehension

arguments* = a=args [','] &')' => first
  | invalid_arguments
args = a=','.(starred_expression | positional !'=')+ b=[',' kwargs] => callParts
  | b=kwargs => callParts
positional = assignment_expression
  | a=expression !':=' => first
kwargs = a=','.kwarg_or_starred+ ',' b=','.kwarg_or_double_starred+ => join
  | ','.kwarg_or_starred+
  | ','.kwarg_or_double_starred+
starred_expression = invalid_starred_expression_unpacking
  | '*' a=expression -> Starred
  | invalid_starred_expression
kwarg_or_starred = invalid_kwarg
  | NAME '=' expression -> keyword
  | starred_expression
kwarg_or_double_starred = invalid_kwarg
  | NAME '=' expression -> keyword
  | '**' expression -> unpacking

star_targets = a=star_target !',' => first
  | star_target (',' star_target)* [',']
star_targets_list_seq = ','.star_target+ [',']
star_targets_tuple_seq = star_target (',' star_target)+ [',']
  | star_target ','
star_target* = '*' (!'*' star_target)
  | target_with_star_atom
target_with_star_atom* = t_primary '.' NAME !t_lookahead
  | t_primary '[' slices ']' !t_lookahead
  | star_atom
star_atom = NAME
  | '(' target_with_star_atom ')'
  | '(' [star_targets_tuple_seq] ')'
  | '[' [star_targets_list_seq] ']'
single_target = single_subscript_attribute_target
  | NAME
  | '(' single_target ')'
single_subscript_attribute_target = t_primary '.' NAME !t_lookahead
  | t_primary '[' slices ']' !t_lookahead
t_primary = t_primary '.' NAME &t_lookahead
  | t_primary '[' slices ']' &t_lookahead
  | t_primary genexp &t_lookahead
  | t_primary '(' [arguments] ')' &t_lookahead
  | a=atom &t_lookahead => first
t_lookahead = '(' | '[' | '.'
del_targets = ','.del_target+ [',']
del_target* = t_primary '.' NAME !t_lookahead
  | t_primary '[' slices ']' !t_lookahead
  | del_t_atom
del_t_atom = NAME
  | '(' del_target ')'
  | '(' [del_targets] ')'
  | '[' [del_targets] ']'
type_expressions = ','.expression+ ',' '*' expression ',' '**' expression
  | ','.expression+ ',' '*' expression
  | ','.expression+ ',' '**' expression
  | '*' expression ',' '**' expression
  | '*' expression
  | '**' expression
  | ','.expression+

invalid_arguments = ((','.(starred_expression | positional !'=')+ ',' kwargs) | kwargs) a=',' ','.(starred_expression !'=')+ => unpackingOrder
  | a=expression b=for_if_clauses ',' [args | expression for_if_clauses] => generatorArgument
  | a=NAME b='=' expression for_if_clauses => assignmentOrComparison
  | [args ','] a=NAME b='=' &(',' | ')') => argumentValue
  | a=args b=for_if_clauses => lastGeneratorArgument
  | args ',' a=expression b=for_if_clauses => generatorArgument
  | a=args ',' args => positionalAfterKeyword
invalid_kwarg = a=('True' | 'False' | 'None') b='=' => assignToConstant
  | a=NAME b='=' expression for_if_clauses => assignmentOrComparison
  | !(NAME '=') a=expression b='=' => assignmentInArgument
  | a='**' expression '=' b=expression => assignToKeywordUnpacking
expression_without_invalid = disjunction 'if' disjunction 'else' expression -> IfExp
  | disjunction
  | lambdef
invalid_legacy_expression = a=NAME !'(' b=star_expressions => legacyStatement
invalid_type_param = '*' NAME a=':' b=expression => boundOfTuple
  | '**' NAME a=':' b=expression => boundOfParamSpec
invalid_expression = STRING a=(!STRING expression_without_invalid)+ STRING => partOfString
  | !(NAME STRING | SOFT_KEYWORD) a=disjunction b=expression_without_invalid => forgottenComma
  | a=disjunction 'if' b=disjunction !('else' | ':') => missingElse
  | disjunction 'if' disjunction 'else' !expression => statementAfterElse
  | a=(pass_stmt | break_stmt | continue_stmt) 'if' disjunction 'else' simple_stmt => statementBeforeIf
  | a='lambda' [lambda_params] b=':' &FSTRING_MIDDLE => lambdaInFString
  | a='lambda' [lambda_params] b=':' &TSTRING_MIDDLE => lambdaInTString
invalid_named_expression* = a=expression ':=' expression => walrusTarget
  | a=NAME '=' b=bitwise_or !('=' | ':=') => assignmentOrComparison
  | !(list | tuple | genexp | 'True' | 'None' | 'False') a=bitwise_or '=' bitwise_or !('=' | ':=') => assignHere
invalid_assignment = a=invalid_ann_assign_target ':' expression => annotatedContainer
  | a=star_named_expression ',' star_named_expressions* ':' expression => annotatedTuple
  | a=expression ':' expression => annotatedExpression
  | (star_targets '=')* a=star_expressions '=' => assignTarget
  | (star_targets '=')* a=yield_expr '=' => assignToYield
  | a=star_expressions augassign annotated_rhs => augmentedTarget
invalid_ann_assign_target = list
  | tuple
  | '(' a=invalid_ann_assign_target ')' => first
invalid_del_stmt = 'del' a=star_expressions => deleteTarget
invalid_block = NEWLINE !INDENT => indentBlock
invalid_comprehension = ('[' | '(' | '{') a=starred_expression for_if_clauses => unpackingInComprehension
  | ('[' | '{') a=star_named_expression ',' b=star_named_expressions for_if_clauses => comprehensionTarget
  | ('[' | '{') a=star_named_expression b=',' for_if_clauses => comprehensionTarget
invalid_dict_comprehension = '{' a='**' bitwise_or for_if_clauses '}' => unpackingInDictComprehension
invalid_parameters = a="/" ',' => slashFirst
  | (slash_no_default | slash_with_default) param_maybe_default* a='/' => slashTwice
  | slash_no_default? param_no_default* invalid_parameters_helper a=param_no_default => defaultOrder
  | param_no_default* a='(' param_no_default+ ','? b=')' => parameterBrackets
  | (slash_no_default | slash_with_default)? param_maybe_default* '*' (',' | param_no_default) param_maybe_default* a='/' => slashAfterStar
  | param_maybe_default+ '/' a='*' => commaBeforeStar
invalid_default = a='=' &(')' | ',') => defaultValue
invalid_star_etc = a='*' (')' | ',' (')' | '**')) => bareStar
  | '*' ',' TYPE_COMMENT
  | '*' param a='=' => varPositionalDefault
  | '*' (param_no_default | ',') param_maybe_default* a='*' (param_no_default | ',') => starTwice
invalid_kwds = '**' param a='=' => varKeywordDefault
  | '**' param ',' a=param => afterVarKeyword
  | '**' param ',' a=('*' | '**' | '/') => afterVarKeyword
invalid_parameters_helper = slash_with_default
  | param_with_default+
invalid_lambda_parameters = a="/" ',' => slashFirst
  | (lambda_slash_no_default | lambda_slash_with_default) lambda_param_maybe_default* a='/' => slashTwice
  | lambda_slash_no_default? lambda_param_no_default* invalid_lambda_parameters_helper a=lambda_param_no_default => defaultOrder
  | lambda_param_no_default* a='(' ','.lambda_param+ ','? b=')' => lambdaBrackets
  | (lambda_slash_no_default | lambda_slash_with_default)? lambda_param_maybe_default* '*' (',' | lambda_param_no_default) lambda_param_maybe_default* a='/' => slashAfterStar
  | lambda_param_maybe_default+ '/' a='*' => commaBeforeStar
invalid_lambda_parameters_helper = lambda_slash_with_default
  | lambda_param_with_default+
invalid_lambda_star_etc = '*' (':' | ',' (':' | '**')) => bareStarInLambda
  | '*' lambda_param a='=' => varPositionalDefault
  | '*' (lambda_param_no_default | ',') lambda_param_maybe_default* a='*' (lambda_param_no_default | ',') => starTwice
invalid_lambda_kwds = '**' lambda_param a='=' => varKeywordDefault
  | '**' lambda_param ',' a=lambda_param => afterVarKeyword
  | '**' lambda_param ',' a=('*' | '**' | '/') => afterVarKeyword
invalid_with_item = expression 'as' a=expression &(',' | ')' | ':') => assignTarget
invalid_for_if_clause = 'async'? 'for' (bitwise_or (',' bitwise_or)* [',']) !'in' => inExpected
invalid_for_target = 'async'? 'for' a=star_expressions => forTarget
invalid_group = '(' a=starred_expression ')' => starredGroup
  | '(' a='**' expression ')' => doubleStarredGroup
invalid_import = a='import' ','.dotted_name+ 'from' dotted_name => importFrom
  | 'import' a=NEWLINE => importNothing
invalid_dotted_as_name = dotted_name 'as' !(NAME (',' | ')' | NEWLINE)) a=expression => importTarget
invalid_import_from_as_name = NAME 'as' !(NAME (',' | ')' | NEWLINE)) a=expression => importTarget
invalid_import_from_targets = import_from_as_names ',' NEWLINE => trailingComma
  | a=NEWLINE => importNothing
invalid_with_stmt = ['async'] 'with' ','.(expression ['as' star_target])+ NEWLINE => colon
  | ['async'] 'with' '(' ','.(expressions ['as' star_target])+ ','? ')' NEWLINE => colon
invalid_with_stmt_indent = ['async'] a='with' ','.(expression ['as' star_target])+ ':' NEWLINE !INDENT => indentWith
  | ['async'] a='with' '(' ','.(expressions ['as' star_target])+ ','? ')' ':' NEWLINE !INDENT => indentWith
invalid_try_stmt = a='try' ':' NEWLINE !INDENT => indentTry
  | 'try' ':' block !('except' | 'finally') => handlerExpected
  | 'try' ':' block* except_block+ a='except' b='*' expression ['as' NAME] ':' => mixedExcept
  | 'try' ':' block* except_star_block+ a='except' [expression ['as' NAME]] ':' => mixedExcept
invalid_except_stmt = 'except' a=expression ',' expressions 'as' NAME ':' => manyTypes
  | 'except' expression ['as' NAME] NEWLINE => colon
  | 'except' NEWLINE => colon
  | 'except' expression 'as' a=expression ':' block => exceptTarget
invalid_except_star_stmt = 'except' '*' a=expression ',' expressions 'as' NAME ':' => manyTypes
  | 'except' '*' expression ['as' NAME] NEWLINE => colon
  | 'except' '*' (NEWLINE | ':') => typesExpected
  | 'except' '*' expression 'as' a=expression ':' block => exceptStarTarget
invalid_finally_stmt = a='finally' ':' NEWLINE !INDENT => indentFinally
invalid_except_stmt_indent = a='except' expression ['as' NAME] ':' NEWLINE !INDENT => indentExcept
  | a='except' ':' NEWLINE !INDENT => indentExcept
invalid_except_star_stmt_indent = a='except' '*' expression ['as' NAME] ':' NEWLINE !INDENT => indentExceptStar
invalid_match_stmt = "match" subject_expr NEWLINE => colon
  | a="match" subject_expr ':' NEWLINE !INDENT => indentMatch
invalid_case_block = "case" patterns guard? NEWLINE => colon
  | a="case" patterns guard? ':' NEWLINE !INDENT => indentCase
invalid_as_pattern = or_pattern 'as' a="_" => underscoreTarget
  | or_pattern 'as' a=expression => patternTarget
invalid_class_pattern = name_or_attr '(' a=invalid_class_argument_pattern => positionalPattern
invalid_class_argument_pattern = [positional_patterns ','] keyword_patterns ',' a=positional_patterns => first
invalid_if_stmt = 'if' named_expression NEWLINE => colon
  | a='if' named_expression ':' NEWLINE !INDENT => indentIf
invalid_elif_stmt = 'elif' named_expression NEWLINE => colon
  | a='elif' named_expression ':' NEWLINE !INDENT => indentElif
invalid_else_stmt = a='else' ':' NEWLINE !INDENT => indentElse
  | 'else' ':' block 'elif' => elifAfterElse
invalid_while_stmt = 'while' named_expression NEWLINE => colon
  | a='while' named_expression ':' NEWLINE !INDENT => indentWhile
invalid_for_stmt = ['async'] 'for' star_targets 'in' star_expressions NEWLINE => colon
  | ['async'] a='for' star_targets 'in' star_expressions ':' NEWLINE !INDENT => indentFor
invalid_def_raw = ['async'] a='def' NAME [type_params] '(' [params] ')' ['->' expression] ':' NEWLINE !INDENT => indentDef
  | ['async'] 'def' NAME [type_params] &&'(' [params] ')' ['->' expression] &&':' [func_type_comment] block
invalid_class_def_raw = 'class' NAME [type_params] ['(' [arguments] ')'] NEWLINE => colon
  | a='class' NAME [type_params] ['(' [arguments] ')'] ':' NEWLINE !INDENT => indentClass
invalid_double_starred_kvpairs = ','.double_starred_kvpair+ ',' invalid_kvpair
  | expression ':' a='*' bitwise_or => starredDictValue
  | expression a=':' &('}' | ',') => dictValue
invalid_kvpair = a=expression !(':') => dictColon
  | expression ':' a='*' bitwise_or => starredDictValue
  | expression a=':' &('}' | ',') => dictValue
invalid_starred_expression_unpacking = a='*' expression '=' b=expression => assignToIterableUnpacking
invalid_starred_expression = '*' => starExpression
invalid_fstring_replacement_field = '{' a='=' => fieldBefore
  | '{' a='!' => fieldBefore
  | '{' a=':' => fieldBefore
  | '{' a='}' => fieldBefore
  | '{' !annotated_rhs => fieldExpression
  | '{' annotated_rhs !('=' | '!' | ':' | '}') => fieldEqual
  | '{' annotated_rhs '=' !('!' | ':' | '}') => fieldConversion
  | '{' annotated_rhs '='? invalid_fstring_conversion_character
  | '{' annotated_rhs '='? ['!' NAME] !(':' | '}') => fieldColon
  | '{' annotated_rhs '='? ['!' NAME] ':' fstring_format_spec* !'}' => fieldSpec
  | '{' annotated_rhs '='? ['!' NAME] !'}' => fieldEnd
invalid_fstring_conversion_character = '!' &(':' | '}') => conversionMissing
  | '!' !NAME => conversionInvalid
invalid_tstring_replacement_field = '{' a='=' => fieldBeforeT
  | '{' a='!' => fieldBeforeT
  | '{' a=':' => fieldBeforeT
  | '{' a='}' => fieldBeforeT
  | '{' !annotated_rhs => fieldExpressionT
  | '{' annotated_rhs !('=' | '!' | ':' | '}') => fieldEqualT
  | '{' annotated_rhs '=' !('!' | ':' | '}') => fieldConversionT
  | '{' annotated_rhs '='? invalid_tstring_conversion_character
  | '{' annotated_rhs '='? ['!' NAME] !(':' | '}') => fieldColonT
  | '{' annotated_rhs '='? ['!' NAME] ':' fstring_format_spec* !'}' => fieldSpecT
  | '{' annotated_rhs '='? ['!' NAME] !'}' => fieldEndT
invalid_tstring_conversion_character = '!' &(':' | '}') => conversionMissingT
  | '!' !NAME => conversionInvalidT
invalid_string_tstring_concat = a=(fstring | string)+ b=tstring => mixedTemplate
  | a=tstring+ b=(fstring | string) => mixedTemplate
invalid_arithmetic = sum ('+' | '-' | '*' | '/' | '%' | '//' | '@') a='not' b=inversion => notAfterOperator
invalid_factor = ('+' | '-' | '~') a='not' b=factor => notAfterOperator
invalid_type_params = '[' a=']' => emptyTypeParams
`;
