# Threads that import one module at once: all wait until it is complete; two modules that import each other are no deadlock.
# needs: threads, tempfile
# reference: native
import os
import sys
import tempfile
import threading
SOURCES = {
    'slow_one': 'import time\ntime.sleep(0.1)\nvalue = 42\n',
    'first_half': 'import time\nearly = 1\ntime.sleep(0.05)\nimport second_half\nseen = second_half.early\n',
    'second_half': 'import time\nearly = 2\ntime.sleep(0.05)\nimport first_half\nseen = first_half.early\n',
}
def together(names):
    found = []
    def run(name):
        try:
            found.append(getattr(__import__(name), 'value', name))
        except Exception as error:
            found.append(type(error).__name__)
    threads = [threading.Thread(target=run, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)
with tempfile.TemporaryDirectory() as folder:
    for name, source in SOURCES.items():
        with open(os.path.join(folder, name + '.py'), 'w') as file:
            file.write(source)
    sys.path.insert(0, folder)
    print('complete for all', together(['slow_one'] * 4))
    print('no deadlock', together(['first_half', 'second_half']))
    print('both complete', sys.modules['first_half'].seen, sys.modules['second_half'].seen)
