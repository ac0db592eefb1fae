# Threads that wait for child processes while others read what these write: more than a pipe holds, on two pipes, and under asyncio.
# needs: threads, subprocess, asyncio
# reference: native
import asyncio
import os
import subprocess
import sys
import threading
import time

WRITER = "import sys; sys.stdout.write('o' * 200000); sys.stdout.flush(); sys.stderr.write('e' * 300000)"


def child(code, **options):
    return subprocess.Popen([sys.executable, '-c', code], **options)


process = child(WRITER, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
out, err = process.communicate()
print(len(out), len(err), process.returncode)

process = child(WRITER + '; sys.exit(3)', stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
statuses = []
waiter = threading.Thread(target=lambda: statuses.append(process.wait()))
waiter.start()
print(len(process.stdout.read()))
waiter.join()
print(statuses)

process = child('import time; time.sleep(0.2)')
found = []


def wait():
    try:
        found.append(os.waitpid(process.pid, 0)[0] == process.pid)
    except ChildProcessError as error:
        found.append(error.errno)


threads = [threading.Thread(target=wait) for _ in range(2)]
for thread in threads:
    thread.start()
turns = 0
while not found:
    time.sleep(0.01)
    turns += 1
for thread in threads:
    thread.join()
print('others ran', turns > 3, sorted(found))


async def main():
    process = await asyncio.create_subprocess_exec(sys.executable, '-c', WRITER, stdout=-1, stderr=-1)
    out, err = await process.communicate()
    print(len(out), len(err), process.returncode)


asyncio.run(main())
