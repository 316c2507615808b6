"""Words of a Danish text: tokens, stop words, lemmas."""

import re
import unicodedata
from functools import lru_cache

from pipeline.danish.compounds import split_compound
from pipeline.danish.lexicon import dictionary_lemma

_ABBREVIATIONS = (
    "f.eks",
    "bl.a",
    "m.m",
    "m.v",
    "m.fl",
    "o.l",
    "o.lign",
    "o.s.v",
    "d.v.s",
    "p.g.a",
    "p.t",
    "t.o.m",
    "i.f.t",
    "i.f.m",
    "s.u",
)
_TOKEN = re.compile(
    "|".join(rf"\b{re.escape(short)}\b" for short in _ABBREVIATIONS)
    + r"|\d+(?:[.,]\d+)+|[^\W_]+(?:[-'’][^\W_]+)*",
    re.IGNORECASE,
)

# Words that say nothing of what a text is about, in every form they have.
STOP_WORDS: frozenset[str] = frozenset(
    re.findall(
        r"\S+",
        """
    af alene alle allerede alligevel alt altid altså anden andet andre at
    bag bare begge bl.a bl blandt blev blevet bliv blive bliver blot burde bør børe både
    da de dels dem den denne dens der deraf derefter deres derfor derfra deri derimod dermed
    derpå dertil derudover derved desuden desværre det dette dig din dine disse dit dog du dvs
    d.v.s
    efter egen egentlig eget egne ej eks eller ellers en end endda endelig endnu endog enhver
    ens enten er et ethvert
    f f.eks feks fik flere flest fleste for foran fordi forud fra frem fx få får fået
    gennem gerne gik gjorde gjort gør gøre gøres gå går gået
    ham han hans har hav havde have heller hele helst helt hen hende hendes henne her herefter
    heraf heri hermed herved hhv hos hun hvad hvem hver hverken hvert hvilken hvilket hvilke
    hvis hvor hvordan hvoraf hvorfor hvorfra hvori hvormed hvornår
    i i.f.t i.f.m iblandt ifm ift ifølge igen igennem ikke imellem imens imidlertid imod ind inde
    inden indenfor indtil ingen intet især
    ja jeg jer jeres jo
    kan kl knap kom komme kommer kun kunne
    lad lade lader langt lav lave laver lidt lige ligesom ligger
    m m.fl m.m m.v man mange mangen mangt med medmindre meget mellem men mens mere mest mig min
    mindre mindst mine mit mod mm mv måske må måtte
    ned nede nej nemlig netop nogen nogensinde noget noglesinde nogle nok nu nær næsten når
    o o.l o.lign o.s.v og også ok okay om omkring op oppe os osv over overfor overhovedet
    p p.g.a p.t per pga pr på
    s s.u sagde samme samt selv selvom selve senere ser ses siden sig sige siger simpelthen sin
    sine sit skal ske sker skete skulle slet snart som sommetider stadig stadigvæk så sådan
    sådanne sådant således
    t t.o.m tage tager temmelig thi til tilbage tit tog
    ud ude uden udenfor udover under undtagen
    var ved vel vi via vil ville videre virkelig vor vore vores vær være været
    """,
    )
)


def tokens(text: str) -> list[str]:
    """Cut a text into words.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of str
        Words and numbers in NFC, in the case they were written in; hyphenated
        words whole, dotted abbreviations without their last dot, no
        punctuation.
    """
    return _TOKEN.findall(unicodedata.normalize("NFC", text))


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """Dictionary form of a word seen without its sentence.

    Parameters
    ----------
    word : str
        One word, in any case.

    Returns
    -------
    str
        The lemma in lower case; the word itself in lower case when neither it
        nor its last part stands in the dictionary.
    """
    form = unicodedata.normalize("NFC", word).lower()
    known = dictionary_lemma(form)
    if known is not None:
        return known
    parts = split_compound(form)
    if len(parts) > 1 and form.endswith(parts[-1]):
        # Danish inflects a compound in its last part only.
        return form[: -len(parts[-1])] + (dictionary_lemma(parts[-1]) or parts[-1])
    return form


def content_lemmas(text: str, *, compound_parts: bool = False) -> list[str]:
    """Lemmas of the words that carry meaning.

    Parameters
    ----------
    text : str
        Any text.
    compound_parts : bool
        Put the lemmas of a compound's parts after the compound.

    Returns
    -------
    list of str
        In reading order, without stop words and without numbers.
    """
    found: list[str] = []
    for word in tokens(text):
        form = word.lower()
        if form in STOP_WORDS or form[0].isdigit():
            continue
        base = lemma(form)
        if base in STOP_WORDS:
            continue
        found.append(base)
        parts = split_compound(base) if compound_parts else ()
        if len(parts) > 1:
            found.extend(part for part in map(lemma, parts) if part not in STOP_WORDS)
    return found
