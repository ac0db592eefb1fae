# An uncaught exception group: the tree of boxes, nested groups, notes and causes.
# needs: python-3.11
def fail(kind, text):
    raise kind(text)

def collect(*calls):
    errors = []
    for kind, text in calls:
        try:
            fail(kind, text)
        except Exception as error:
            errors.append(error)
    return errors

def nested():
    raise ExceptionGroup('inner group', collect((KeyError, 'k'), (IndexError, 'i')))

errors = collect((ValueError, 'first'), (TypeError, 'second'))
errors[0].add_note('a note on the first')
errors[0].add_note('two lines\nof note')
try:
    nested()
except ExceptionGroup as group:
    errors.append(group)
try:
    raise ExceptionGroup('outer group', errors)
except* ValueError as part:
    print('handled', part.exceptions)
