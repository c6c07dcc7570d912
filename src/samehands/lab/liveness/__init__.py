"""The benchmark of machine input: people against forgers, leaving out one family at a time.

People are divided into those a detector learns from and those it is judged on; attackers write
with other texts and other victims in each half. Every detector and every rule of a peer sees the
same streams, so that their rows can be compared.
"""
