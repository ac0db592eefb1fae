# `raise … from …`: the cause is shown first, with the sentence between them.
class ConfigError(Exception):
    """Raised when the configuration cannot be used."""

def read(settings, key):
    return settings[key]

def port(settings):
    try:
        return int(read(settings, 'port'))
    except KeyError as error:
        raise ConfigError('no port given') from error
    except ValueError as error:
        raise ConfigError(f'bad port: {settings["port"]}') from None

for settings in ({'port': '80'}, {'port': 'x'}):
    try:
        print(port(settings))
    except ConfigError as error:
        print(error, repr(error.__cause__), repr(error.__context__), error.__suppress_context__)
port({})
