# What does s += c cost? CPython grows the text in place: twice the text, twice the time. Where it is copied each time,
# twice the text takes four times as long. Compare the growth: lab compare --n 20000,40000,80000 on this file.
def workload(n=20000):
    s = ""
    for i in range(n):
        s += "x"
    return len(s)


if __name__ == "__main__":
    print(workload())
