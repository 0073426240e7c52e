"""How long a search takes: 50 questions as people ask them, on the file of the packaged sources, each several times.

Measured is the time of the processor: with the file in memory a search does nothing but compute, and on a machine that
does other things too the clock would measure those.

python -m benchmarks.search --db FILE
"""

import argparse
import statistics
import time

from bestiary.base import Bestiary

from .measure import Limits

QUESTIONS = """
sandstorm; apt28; fancy bear; lazarus; sandworm ukraine; volt typhoon; cobalt strike; mimikatz; emotet; lockbit;
"living off the land"; "supply chain"; ransomware healthcare; wiper; energy; banking trojan; phishing; exfil*;
credential*; kubernetes; kind:actor country:IR; kind:actor country:RU target:UA; kind:actor country:CN sector:telecom;
kind:actor target:DE; kind:actor tool:"Cobalt Strike"; kind:actor technique:T1566; technique:T1059.001 country:KP;
kind:actor sector:energy; kind:actor motivation:espionage target:US; kind:tool mobile; kind:tool backdoor linux;
kind:technique persistence; kind:campaign; kind:actor source:mitre-galaxy country:VN; giver:microsoft country:IR;
since:2020 kind:actor; ransomware -kind:tool; spyware kind:tool -source:tidal; turla; apt 41; muddywater; oilrig israel;
t1003; g0007; 海莲花; sandwrm; cve-2021-44228; exchange server; router; north korea crypto*
"""


def main() -> None:
    """Prints the slowest questions and the 95th percentile."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--db", required=True)
    options.add_argument("--runs", type=int, default=7)
    chosen = options.parse_args()
    questions = [question.strip() for question in QUESTIONS.split(";")]
    taken: dict[str, list[float]] = {question: [] for question in questions}
    with Bestiary.open(chosen.db) as bestiary:
        for _ in range(chosen.runs):
            for question in questions:
                begun = time.process_time()
                bestiary.search(question)
                taken[question].append((time.process_time() - begun) * 1000)
    medians = {question: statistics.median(times) for question, times in taken.items()}
    for question, took in sorted(medians.items(), key=lambda row: -row[1])[:5]:
        print(f"     {took:6.1f} ms  {question}")
    limits = Limits()
    limits.ratio(f"p95 of {len(questions)} questions", statistics.quantiles(medians.values(), n=20)[-1], 10, "ms")
    limits.finish()


if __name__ == "__main__":
    main()
