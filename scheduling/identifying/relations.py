"""Words beside which a name is a child's or a family's, and words that look like names and are none."""

from typing import Final

from scheduling.identifying.plain import words

CHILDREN: Final = words(
    """
    child children boy girl baby infant toddler teenager youngster son daughter brother sister sibling siblings twin twins
    triplets stepson stepdaughter stepbrother stepsister nephew niece cousin grandson granddaughter grandchild lad
    """
)
ADULTS: Final = words(
    """
    mother mum mam mummy mom father dad daddy stepfather stepmother stepdad stepmum grandmother grandfather grandma grandpa
    gran granny nan nana nanny grandad granddad grandparent grandparents uncle aunt auntie aunty partner boyfriend
    girlfriend husband wife fiance fiancee ex parent parents carer carers guardian mgm mgf pgm pgf
    """
)
PEOPLE: Final = CHILDREN | ADULTS | {"person"}
CALLED: Final = words("called named")
TITLES: Final = words("mr mrs ms miss mx master")

TERMS: Final = words(
    """
    a about academy act agreement agreements action actions address adolescent adult after again against all also alone an
    and annex annual any appreciative are area as asked assessment assessments at attachment attended authority back because
    been before being benefit best birth black board both building but by cafcass call called can capacity care carer carers
    case cases centre centres check child childline children civic class clinic close closed college community conference
    connected consent contact core council court covered crown custody date day deputy development did director disability
    discussed do does domestic draft drift during duty early education emergency end engaging every exploitation extended
    family father feedback field first five for form forms forum foster fostering four from full further gateway general
    good governor government graded grandmother group group's growth guardian guidance had has have he head health healthy
    help her high him his home homes hospital hours house housing how human i if impact in initial inquiry intervention is
    it its joint judge justice key kinship large late leave leaving legal level life line link local locality long looked
    main maternal may me meeting meetings mental missing model more mother multi my national need needs neglect new next
    night no north not notes now nursery of office officer ofsted old on one only open or order orders other our out outcome
    outcomes over oversight own panel parent parental parenting parents part partner partnership paternal pathway peer
    people permanence person personal phone place placement placements plan plans please police policy post pre primary
    prior private probation profile programme project protection protective public quality question ref referral referrals
    reflect reflective refuge refused report reported residential respite response review reviewed reviews right rights risk
    risks safe safeguarding safety same scale school schools second secondary section secure see seen service services
    session seven several she should signs single sister six small so social society some south special staff stage stages
    standard standards star start statement step strategy strengthening strengths studies summary supervised supervision
    supervisions matters audit audits support supporting supervisor teacher team ten test than that the their them
    themselves then there these they think this those three through time to today together tomorrow trust two under unit
    university until up update urgent use very views violence virtual visit visits visitor voice wants was we week weekly
    weekend well were west what when where which while white who whole will with within without work worker workers working
    worries worry would year years yes yesterday you young youth zero east eldest youngest eldest's crisis stay court's said
    says told asks rang rings texted came come went goes wishes feels felt remains remain continues agreed agrees disagrees
    declined missed engaged supports supported unable likely likes unwell poorly better improving reports described
    engagement attends works lives lived living moves moved still never always later recently currently must shall might
    could present absent known named left arrived cancelled mum dad nan gran observed acted monday tuesday wednesday
    thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun january february march april june july
    august september october november december jan feb mar apr jun jul aug sept sep oct nov dec easter christmas ramadan eid
    diwali halloween spring summer autumn winter mosaic liquidlogic slack teams outlook sharepoint english british polish
    romanian urdu arabic somali muslim christian bank holiday skype zoom facebook snapchat instagram tiktok whatsapp google
    """
)
"""In lower case: words of every day and of the field that stand with a capital beside a relationship word."""

ABBREVIATIONS: Final = words(
    """
    cp cpp cin cpc icpc rcpc lac cla cic eh ehm sw tm sm dm iro cse cce dv da mh asd adhd sen send ehcp gp hv mash plo sgo
    ico epo fao rco cafcass camhs marac mappa dash pep pa ya sp ssw asye phd nhs upn dob ok tbc tbd na no yp yos yot fgc gcp
    dbs hcpc swe hr it uk eu us ot ed ae id sn dsl dt la od am pm re vs ie eg rt tv ld pd pnd sids uasc stg eet neet dwp uc
    pip hb nrpf fc ft ic iv hiv
    """
)
"""Two to six capitals that are no initials."""
