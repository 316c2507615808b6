"""Words that titles treat in their own way."""

from __future__ import annotations

import re

_words = re.compile(r"\S+").findall

# Adjectives and participles that stand for people when no noun follows.
PEOPLE = frozenset(
    _words(
        """
        ansatte arbejdsløse bekymrede demente døve enlige erhvervsdrivende faglærte fattige
        flygtninge forældre fremmede frivillige gravide handicappede hjemløse hjemvendte
        kræftsyge kriminelle langtidsledige ledige nyuddannede pårørende selvstændige studerende
        sygemeldte syge sårbare tosprogede udsatte ufaglærte unge voksne ældre
        """
    )
)
# Adjectives that judge, count or point instead of naming a sort of thing.
NOT_NAMING = frozenset(
    _words(
        """
        al anden bedre bedst dårlig dårligere egen eneste enkelt ens fin flere flest flot forkert
        forrig forskellig første færre få gældende god halv hel ingen klar lav lille lang længere
        manglende mange massiv meget mere mest mindre mindst mulig nem næste nødvendig næsten
        ordentlig rigtig samme samtlig sidst sidste sikker simpel skidt slem smuk små stor større
        størst svær synlig sådan tilstrækkelig tilsvarende tydelig tæt tættere vigtig vigtigst
        visse øget øvrig
        """
    )
)
# Nouns that say little alone: measures, times, and words that wait for another.
VAGUE = frozenset(
    _words(
        """
        aften andel antal april arbejde august behov betydning bord borger brug by dag
        daglig december del døgn effekt eftermiddag eksempel ende fald februar fokus folk
        forhold form formiddag fredag fremtid gang grad grund hensyn hånd ide idé indhold
        januar juli juni kommune krav kvarter lejlighed liv lov lørdag løsning maj mand
        mandag mangel marts masse mening menneske meter middel million minut morgen mulighed
        måde mål måned møde nat niveau november oktober område onsdag ord orden par person
        plads problem procent ramme ressource rest ret retning sag samme september side
        situation slags spørgsmål stand start sted stedet syn søndag tal tid tilfælde time
        ting tirsdag torsdag tur type udfordring udtryk uge vilje værd weekend år årsag øje
        """
    )
)
