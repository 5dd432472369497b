"""x"""
def report(verb, stack, events, findings, seconds): return f"{verb} {stack} {events.exists()} {findings.exists()} {seconds:.1f} s"
