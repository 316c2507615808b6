"""Words left out when asking what a text is about."""

import re

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
    ham han hans har havde have heller hele helst helt hen hende hendes henne her herefter
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
    t t.o.m tage tager temmelig thi til tilbage tit
    ud ude uden udenfor udover under undtagen
    var ved vel vi via vil ville videre virkelig vor vore vores vær være været
    """,
    )
)
