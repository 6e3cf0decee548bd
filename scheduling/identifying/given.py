"""Given names and surnames that are common in England and Wales, to tell a name from any other word with a capital.

A name that is not here is found beside a relationship word, a title or a word such as "called"; elsewhere it is not.
"""

from typing import Final

from scheduling.identifying.plain import words

GIVEN: Final = words(
    """
    aaliyah aaron abbie abby abdul abdullah abigail abu ada adam adele adrian ahmad ahmed aiden aidan aisha aishah alan
    albert alex alexander alexandra alfie alfred ali alice alicia alisha alison amanda amber amelia amelie amina amir amy
    ana anastasia andrea andrew andy angela angus anita anna annabelle anne annie anthony antonio anya archie aria arlo
    arthur asha ashley ashton asma ava ayaan ayesha barbara barry beatrice becky bella ben benjamin benny bernard beth
    bethany betty bev beverley bilal billy blake bobby bonnie brandon brenda brian bronwyn brooke bryony caitlin callum
    cameron carl carla carly carol caroline carter catherine cathy cerys charlene charles charlie charlotte cheryl chloe
    chris christian christina christine christopher ciara cillian clare claire clara clive cody colin connor conor courtney
    craig cynthia daisy dan daniel danielle danny darcy daren darren dave david dean debbie deborah declan denise dennis
    derek diana diane dmitri dominic donna doreen dorothy douglas duncan dylan ebony eddie edith edward eileen elaine
    eleanor elena eliza elizabeth ella ellen ellie ellis elliot elliott elsie emilia emily emma eric erica erin esme esther
    ethan eva eve evelyn evie ewan ezra faisal fatima fatimah felix fergus finlay finley fiona florence fraser freddie
    freddy frederick freya gabriel gareth gary gavin gemma geoff geoffrey george georgia georgie georgina gerald gerard
    gillian glen gloria gordon graham gwen haider hamza hannah harley harriet harris harrison harry harvey hassan hayley
    heather heidi helen henry hollie holly howard hugh hugo hussain ian ibrahim idris imogen imran inaya iona irene iris
    isaac isabel isabella isabelle isla isobel ivy jack jackie jackson jacob jade jaden jake jakub james jamie jan jane
    janet janice jared jasmin jason jay jayden jayne jean jeff jeffrey jenna jennifer jenny jeremy jess jesse jessica jill
    jim jimmy joan joanna joanne jodie joe joel joey john johnny jonathan jonathon jordan jose joseph josh joshua josie juan
    jude judith judy julia julian julie kai kaitlyn kamil karen karl kate katherine kathleen kathryn kathy katie katy kayla
    kayleigh keeley keira keith kelly kelvin ken kenneth kenzie kerry kevin khadija khadijah khalid kian kieran kim kirsty
    kit kuba kyle kylie lacey lana lara laura lauren layla leah leanne lee leila lena lennon leo leon leona lesley leslie
    lewis lexi liam libby lilly lily lina linda lindsay lindsey lisa liz lizzie logan lola lorna lorraine louie louis louisa
    louise luca lucas lucia lucy luis luka lukas luke luna lydia lyla lynn lynne mackenzie maddie maddison madison maeve
    maggie maisie malachi malcolm malik manuel marcia marcus margaret maria mariam marie marilyn marina mario marion marlon
    martha martin martyn mary maryam mateusz mathew matilda matt matthew maureen megan mel melanie melissa mia michael
    michelle miguel mikey mila millie milo mina miriam mohamed mohammad mohammed mollie molly mona monica morgan muhammad
    musa mustafa myla nadia nancy naomi natalia natalie natasha nathan neil nell niall niamh nicholas nicky nicola nicole
    nigel nikita nina noah noel nora norman nusrat oakley olive oliver olivia ollie oluwaseun omar oscar osman otis owen
    paddy paige pamela patricia patrick paul paula pauline pete peter phil philip phillip phoebe pippa poppy priya quentin
    rachael rachel rafael rahul ralph rayan raymond rebecca reece reggie reuben rhian rhiannon rhys ricardo richard ricky
    rita rob robbie robert rodney roger roman ronan ronnie rory rosa rosie rowan roxanne roy ruby rueben rupert russell ruth
    ryan sadie safa saira sally sam samantha samira samuel sandra santiago sara sarah sasha saul savannah scarlett scott
    sean sebastian selina seren seth shane shannon sharon shaun sheila shelley sherry shirley shona sian sienna simon simone
    siobhan skye sofia sonia sonny sophia sophie stacey stacy stan stanley stefan stella stephanie stephen steve steven
    stuart sufyan sumaya susan susie suzanne sybil sylvia tamara tammy tania tanya tara tariq tasha taylor teddy terence
    teresa terry tess thea theo theodore theresa thomas tia tilly tim timothy tina toby tobias todd tom tommy toni tony
    tracey tracy trevor tristan troy tyler tyrone umar una usman valerie vanessa vera veronica vicky victor victoria vincent
    viktor violet vivian wayne wendy wesley wiktor wilfred william willow wojciech xavier yasmin yasmine yolanda yousef
    youssef yusuf yvette yvonne zac zach zachary zahra zainab zak zakariya zara zayn zeinab zelda zena zoe zofia zuzanna
    kwame kofi ama amara chidi chioma adaeze emeka ngozi tunde yetunde folake segun kemi ifeoma obinna
    """
)

ORDINARY: Final = words(
    """
    may june april august mark grace hope faith rose summer autumn joy dawn bill sue rich art drew pat penny robin frank
    dale chase grant miles max ray guy will jasmine carol holly ivy olive poppy daisy violet willow heather jay jan ken kit
    jean reading christian roman iris amber ruby jade ebony scarlett harris bonnie kim harvey bella norman prince noel hazel
    star sky bailey honey melody harmony justice angel destiny trinity earl duke dean victor stan luna lee mason hunter
    archer cooper carter jackson harrison blake taylor scott ellis brooke rory rob bob jo
    """
)
"""Given names that are ordinary words, places or surnames too: names beside a relationship word or a surname only."""

MOSTLY_NAMES: Final = words(
    """
    grace hope faith mark will frank penny robin holly ivy olive poppy daisy violet willow heather jasmine ruby jade ebony
    scarlett bella bonnie max miles jay luna
    """
)
"""Those of them that within a sentence, with a capital, are names."""

SURNAMES: Final = words(
    """
    smith jones taylor brown williams wilson johnson davies davis robinson wright thompson evans walker white roberts green
    hall wood jackson clarke clark patel khan lewis james phillips mason mitchell rose hughes morgan allen harris martin lee
    cooper ward turner hill moore scott baker harrison edwards collins stewart morris rogers cook bell murphy kelly bailey
    richardson cox marshall bennett shaw miller simpson parker campbell anderson begum ahmed hussain ali singh kaur shah
    akhtar mahmood iqbal malik rahman khatun uddin miah chowdhury o'brien o'connor o'neill byrne ryan doyle walsh murray
    gray grant kowalski kowalska nowak wisniewski wojcik popescu ionescu silva santos fernandes costa okafor mensah adeyemi
    adebayo okeke nwosu boateng asante owusu osei mohamed abdi hassan yusuf farah warsame osman fletcher webb pike tate reid
    ross hunt palmer holmes mills barnes knight matthews jenkins powell butler russell foster graham hamilton wallace west
    cole chapman ellis dixon harvey fisher spencer pearson lloyd gibson andrews reynolds price griffiths ford payne stone
    howard watson watkins young king carter adams stevens stephens burns hart perry lawrence owen lane saunders kaye wells
    bradley
    """
)
