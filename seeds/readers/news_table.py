"""The rules that news pages are read by, each with an example, which is its test."""

# ruff: noqa: E501 -- a pattern is read with its example, on one line

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jjak.seeds.errors import unknown
from jjak.seeds.readers.news_rules import Role, Rule, Rules, rules_of

_NAME = r"[가-힣]{2,4}"
_MAIL = r"[\w.+-]{1,40}@[\w-]{1,40}(?:\.[\w-]{1,20}){1,3}"
_CAPITALS = r"(?-i:[A-Z])[\w.'’-]+(?: (?-i:[A-Z])[\w.'’-]+)"  # and how many more
_QUOTE = r"(?=[\"“'‘「『])"
# what people are in the news, where nothing but a colon tells a speaker from a sentence
_TITLE = (
    r"(?:교수|의원|대표|장관|차관|대통령|총리|시장|구청장|군수|도지사|팀장|소장|위원장?|변호사|주민|시민|관계자|대변인|박사|연구원|연구위원|전문의|의사"
    r"|원장|회장|사장|국장|과장|부장|실장|본부장|감독|선수|배우|가수|작가|총장|이사장?|센터장|학생|씨|상인|농민|어민|목격자|피해자|가족|유족|경찰|소방관)"
)
_CREDIT = r"(?:영상|촬영|영상 ?취재|영상 ?편집|촬영 ?기자|취재 ?기자|그래픽|자막 ?뉴스|CG|자료 ?조사|삽화|리서처|디자인|VJ|작가|연출|PD)"


def _rules(role: Role, means: str, *patterns: tuple[str, str]) -> tuple[Rule, ...]:
    return tuple(Rule(role, pattern, means, example) for pattern, example in patterns)


MARKS = (
    *_rules(
        Role.MARK,
        "lead",
        (r"lead(?:-in)?", "[LEAD]"),
        (r"(?:news )?anchor(?:'s)?(?: lead| intro| remarks?)?", "[Anchor Lead]"),
        (r"studio", "[Studio]"),
        (rf"(?:{_NAME} ?/? ?)?앵커(?: ?멘트| ?리드)?(?: ?\d)?", "◀ 앵커 ▶"),
        (rf"(?:{_NAME} ?/? ?)?(?:아나운서|진행자)(?: ?멘트)?", "【아나운서】"),
        (r"스튜디오|리드", "[스튜디오]"),
    ),
    *_rules(
        Role.MARK,
        "report",
        (r"report(?:er)?", "[REPORT]"),
        (r"pkg|vcr|stand-?up", "[Pkg]"),
        (rf"(?:{_NAME} ?/? ?)?(?:취재 ?)?(?:기자|리포터)(?: ?멘트| ?리포트)?", "<기자>"),
        (rf"(?:{_NAME} ?)?리포트", "● 리포트:"),
        (r"본문|스탠드 ?업|클로징(?: ?멘트)?", "[스탠드업]"),
    ),
    *_rules(
        Role.MARK,
        "quote",
        (r"sound ?bite|interview|sot", "[Soundbite]"),
        (r"녹취|인터뷰|싱크|씽크|현장음|전화 ?(?:녹취|인터뷰)|int\.?", "<녹취>"),
    ),
    *_rules(
        Role.TURN,
        "lead",
        (rf"(?:{_NAME} )?(?:앵커|진행자|아나운서|사회자)", "앵커: 안녕하십니까."),
        (r"(?:news )?anchor|host|moderator", "Anchor: Good evening."),
    ),
    *_rules(
        Role.TURN,
        "report",
        (rf"(?:{_NAME} )?(?:기자|리포터|특파원)", "홍길동 기자: 네, 현장입니다."),
        (r"reporter|correspondent", "Reporter: The fire is out."),
        (r"앵커 ?멘트|리포트", "리포트"),
    ),
)
STAMPS = (
    *_rules(
        Role.STAMP,
        "published",
        (
            r"(?:기사 ?|최초 ?)?(?:입력|등록|작성|승인|송고|발행|게시|게재|전송|출고|보도|방송)(?: ?일자| ?일시| ?시간| ?시각| ?일)?",
            "송고시간2024-05-20 09:00",
        ),
        (r"(?:날짜|일시)", "일시: 2024년 5월 20일 오후 3시"),
        (
            r"(?:first )?(?:published|posted|written|issued|released|registered|created)(?: on| at| date)?",
            "Posted on May 20, 2024",
        ),
        (r"(?:publish(?:ed)?|publication|release|air) date", "Publication date: 20 May 2024"),
        (r"write|input|date|aired(?: on)?|on air", "Write: 2024-05-20 14:02:11"),
    ),
    *_rules(
        Role.STAMP,
        "modified",
        (
            r"(?:최종 ?|기사 ?|마지막 ?)?(?:수정|업데이트|갱신)(?: ?일자| ?일시| ?시간| ?시각| ?일)?",
            "최종수정 2024.05.20 21:30",
        ),
        (
            r"(?:last )?(?:updated?|modified|revised|edited|corrected|changed)(?: on| at| date)?",
            "Last updated: 20 May 2024 17:00 KST",
        ),
    ),
)
FURNITURE = (
    *_rules(
        Role.FURNITURE,
        "notice",
        (r"읽어주기 기능은 크롬기반의(?: 브라우저에서만 사용하실 수 있습니다\.?)?", "읽어주기 기능은 크롬기반의"),
        (r"브라우저에서만 사용하실 수 있습니다\.?", "브라우저에서만 사용하실 수 있습니다."),
        (r"[■▶※]? ?제보(?:하기|는)?(?: ?:.*)?|\[?제보(?:하기)?\]?", "■ 제보하기"),
        (
            r"[▷▶※■ㆍ·]? ?(?:카카오 ?톡?|전화|이메일|메일|문자|라인|홈페이지|페이스북|트위터|유튜브|인스타그램|네이버|앱) ?[:：] ?.*",
            "▷ 전화 : 02-781-1234, 4444",
        ),
        (r"\[(?:전화|카카오톡|카톡|메일|이메일|문자)\] ?.{1,40}", "[카카오톡] YTN 검색해 채널 추가"),
        (r"※? ?['‘\"“]당신의 제보가 뉴스가 됩니다['’\"”]", "※ '당신의 제보가 뉴스가 됩니다'"),
        (r".{0,40}구독(?:해 ?주세요|하세요|해 ?주시기 바랍니다)[.!]?", "유튜브, 네이버에서도 나무뉴스를 구독해주세요!"),
        (
            r"(?:(?:음성재생 설정 )?이동 통신망(?:에서|을 이용하여) 음성.*)",
            "이동 통신망에서 음성 재생 시 데이터 요금이 발생할 수 있습니다.",
        ),
        (
            r"(?:자동요약 )?기사 제목과 주요 문장을 기반으로 자동요약한 결과입니다\.?(?: .*)?",
            "자동요약 기사 제목과 주요 문장을 기반으로 자동요약한 결과입니다.",
        ),
        (r"전체 맥락을 이해하기 위해서는 본문 보기를 권장합니다\.?", "전체 맥락을 이해하기 위해서는 본문 보기를 권장합니다."),
        (r"글자크기 설정 파란원을 .*", "글자크기 설정 파란원을 좌우로 움직이시면 글자크기가 변경 됩니다."),
        (r"[▶▷■▣※]\s?(?:제보 ?안내|.{0,30}구독(?:하기)?) ?[:：].*|\[email.protected\].{0,30}", "▶ 제보 안내 : 나무시 앱"),
        (r"이 기사를 공유합니다|이 글자크기로 변경됩니다\.?", "이 글자크기로 변경됩니다."),
        (
            r"\(예시\) 가장 빠른 뉴스가 있고 .*",
            "(예시) 가장 빠른 뉴스가 있고 다양한 정보, 쌍방향 소통이 숨쉬는 다음뉴스를 만나보세요.",
        ),
        (r"이 기사가 좋으셨다면|이 기사는 .{0,40}(?:번역|자동 생성|작성)(?:됐|되었|했)습니다\.?", "이 기사가 좋으셨다면"),
        (
            r"(?:please )?subscribe to .{0,40}(?:newsletter|channel)\.?|sign up for .{0,40}newsletters?\.?",
            "Sign up for our newsletter",
        ),
        (
            r"(?:your browser does not support .*|please enable javascript.*)",
            "Your browser does not support the audio element.",
        ),
    ),
    *_rules(
        Role.FURNITURE,
        "button",
        (r"동영상 ?고정 ?(?:취소)?|고정 ?취소", "동영상 고정 취소"),
        (r"자동 ?재생|반복 ?재생|이어 ?보기|전체 ?재생|다시 ?보기|\[?다시보기\]?|재생|일시 ?정지|음소거", "자동재생"),
        (r"(?:기사 ?)?(?:읽어주기|듣기|음성으로 듣기|본문듣기)(?: ?(?:시작|종료|서비스))?", "읽어주기"),
        (
            r"(?:글자|글씨|폰트) ?(?:크기|사이즈)(?: ?(?:설정|조절|변경|조정|선택|크게|작게|\(\+\)|\(-\)))*|글자 ?(?:크게|작게)|가 ?가|가[+-]",
            "글자 크기 조절",
        ),
        (
            r"(?:기사 ?|뉴스 ?)?(?:공유|공유하기|SNS ?공유|스크랩|스크랩하기|인쇄|인쇄하기|프린트|저장|북마크|URL ?복사|주소 ?복사|링크 ?복사|닫기|펼치기|접기|요약 ?보기|요약봇)",
            "공유하기",
        ),
        (
            r"(?:좋아요|싫어요|추천해요|훈훈해요|슬퍼요|화나요|응원해요|후속 ?강추|후속 ?기사 ?원해요|공감|비공감)(?: ?[\d,]+)?",
            "좋아요 12",
        ),
        (
            r"(?:페이스북|트위터|카카오톡|카카오스토리|네이버 ?밴드|밴드|라인|네이버 ?블로그|텔레그램)(?:으?로)?(?: ?(?:공유|공유하기|보내기|전달하기))?",
            "카카오톡 공유",
        ),
        (
            r"구독(?:하기|중)?|로그인|회원가입|로그아웃|마이페이지|검색|검색하기|전체 ?메뉴|메뉴 ?(?:열기|닫기)|이전|목록|목록으로|맨 ?위로|TOP",
            "구독하기",
        ),
        (r"번역 ?(?:beta|설정)?(?: Translated by .*)?|성별|말하기 속도|기사원문|원문 ?보기", "기사원문"),
        (
            r"share(?: this)?(?: (?:article|story|page|on|to|via))?(?: (?:facebook|twitter|x|e-?mail|kakao ?talk|linkedin|whatsapp))?|tweet|print(?: (?:article|this page))?|bookmark|copy (?:link|url)",
            "Share this article",
        ),
        (
            r"(?:facebook|twitter|x|instagram|youtube|linkedin|whatsapp|kakao ?talk|kakao story|naver band|telegram|line|e-?mail)(?: share)?",
            "Facebook",
        ),
        (r"font size(?: (?:up|down|\+|-))?|text size|a ?[+-]|larger text|smaller text", "Font size"),
        (
            r"(?:play|pause|watch|listen|mute|replay)(?: (?:video|audio|article|now))?|listen to (?:this )?(?:article|story)",
            "Play video",
        ),
        (r"subscribe(?: now)?|log ?in|sign ?(?:in|up)|register|search|menu|close|open menu|search close", "Sign in"),
        (r"(?:like|dislike|comments?|add comment|leave a comment)(?: ?\(?\d+\)?)?", "Comments (12)"),
        (r"article view option|view option", "Article View Option"),
    ),
    *_rules(
        Role.FURNITURE,
        "navigation",
        (
            r"기사 ?본문(?: ?영역)?|상세 ?페이지|본문 ?(?:영역|바로가기|시작|끝)|본문으로(?: 바로가기)?|메뉴 ?바로가기|주메뉴 ?바로가기|콘텐츠 바로가기",
            "기사 본문",
        ),
        (r"(?:동영상|영상|광고) ?영역 ?(?:시작|끝)|동영상 ?뉴스", "동영상영역 시작"),
        (
            r"go to contents?(?: go to navigation)?|go search go contents?.*|skip to (?:main )?(?:content|navigation)|go to (?:navigation|bottom site ?map|top)",
            "Go to Contents Go to Navigation",
        ),
        (r"(?:이전|다음) ?(?:기사|글|뉴스)(?: ?(?:보기|[:：>→].*))?", "다음 기사"),
        (
            r"[■▶◆*]? ?(?:관련|추천|인기|주요|최신|연관|함께 ?본|이 ?시각|오늘의|많이 ?본|가장 ?많이 ?본|랭킹|HOT|지금 뜨는|핫) ?(?:기사|뉴스|영상|콘텐츠|이슈|포토|키워드|클릭|TOP ?\d*)(?: ?(?:보기|더보기|목록))?",
            "관련기사",
        ),
        (r"(?:기사 ?)?(?:모아|전체|더) ?보기 ?[>+»]?|.{2,10}의? (?:기사|뉴스) ?(?:모아|더|전체) ?보기 ?>?", "기사 모아 보기 >"),
        (
            r"(?:전체|기사|내|다른) ?댓글(?: ?(?:보기|쓰기|전체보기|운영규칙))?|댓글(?: ?(?:쓰기|달기|보기|창 ?열기|입력|등록|운영 ?(?:규칙|정책)|새로고침))?|(?:최신|추천|찬성|반대|공감|과거)순",
            "댓글 쓰기",
        ),
        (r"\d+ ?개의 댓글(?: ?전체보기)?", "0 개의 댓글 전체보기"),
        (
            r"(?:related|recommended|popular|latest|top|more|most (?:read|viewed|popular|shared)|trending)(?: (?:articles?|stories|news|videos?|posts|topics|links|content))?(?: ?:)?",
            "Related Articles",
        ),
        (
            r"(?:previous|prev|next) ?(?:article|story|post)?|read more|see more|view (?:all|more)|more ?[>»+]|back to (?:list|top)|advertise with us|about us|contact us|terms of (?:service|use)|privacy policy",
            "Next article",
        ),
        (r"home ?[>›»/] ?.{0,60}|홈 ?[>›»] ?.{0,60}", "홈 > 뉴스 > 사회"),
    ),
    *_rules(
        Role.FURNITURE,
        "advertisement",
        (r"\[?(?:광고|AD|ADVERTISEMENT|sponsored(?: content)?|스폰서|PR)\]?(?: ?(?:닫기|보기))?", "ADVERTISEMENT"),
        (
            r"advertisement - (?:scroll to continue|article continues below)|article continues (?:below|after) (?:advertisement|this ad)",
            "Advertisement - scroll to continue",
        ),
    ),
    *_rules(
        Role.FURNITURE,
        "caption",
        (
            r"[\[(<【]? ?(?:사진|그래픽|자료 ?사진|이미지|영상|자료|일러스트|출처|화면|캡처|사진 ?출처|자료 ?화면|화면 ?제공|사진 ?제공|영상 ?제공|사진 ?설명) ?[=:：/·] ?[^.]{1,100}[.]?[\])>】]?",
            "[사진=나무시 제공]",
        ),
        (
            r"[^!?]{5,150}(?<![다요])\. ?(?:\S{1,12} 제공|연합뉴스|뉴시스|뉴스1|게티이미지(?:뱅크)?|EPA|AFP|AP|로이터)(?: ?(?:연합뉴스|뉴시스))?",
            "숲길을 걷는 시민들. 나무시 제공",
        ),
        (r"[\[(]? ?(?:자료|자료 ?사진|자료 ?화면)[\])]", "[자료사진]"),
        (
            r"[\[(]?(?:photos?|photo credit|image|image credit|graphic|video|pictures?|source|photo by|file photo)(?: ?[:=/]| courtesy of| by) ?[^.]{1,100}[.]?[\])]?",
            "Photo : YONHAP News",
        ),
        (r"[\[(](?:photo|file photo|image|graphic)[\])]|\(yonhap(?: file photo)?\)|\[yonhap\]", "(Yonhap file photo)"),
        (r"[▲△] ?.{1,120}(?:사진|ⓒ|©|제공|캡처|캡쳐|갈무리).{0,40}", "▲ 나무시 숲길 (사진=나무시)"),
        (r"[\[(<]\S{1,15}(?: \S{1,15})? ?제공[\])>]|\S{1,15}(?: \S{1,15})? ?(?:캡처|캡쳐|갈무리|뉴스화면)", "(나무시 제공)"),
    ),
    *_rules(
        Role.FURNITURE,
        "copyright",
        (
            r".{0,120}(?:무단 ?전재|무단 ?복제|무단 ?배포|무단 ?사용|재배포)(?:[ ,·/및와과&-]{0,4}(?:재배포|배포|복제|수집|재가공|DB|AI ?학습|이용|활용|등)){0,6}(?:을|를)? ?(?:금지|불허)(?:합니다)?[.\])> ]*",
            "저작권자 ⓒ 나무일보. 무단 전재 및 재배포 금지",
        ),
        (r"[<\[(]? ?저작권자? ?[(ⓒ©:].*", "<저작권자(c) 나무통신>"),
        (r"(?:copyrights? ?)?(?:\(c\)|ⓒ|©).{0,120}|copyright (?:by |\d{4}).{0,100}", "Copyright (c) Namu News"),
        (r".{0,100}all rights? reserved\.?.{0,60}", "Namu Times. All rights reserved."),
        (r"\(?(?:end|끝)\)", "(END)"),
        (r"\d{4}/\d\d/\d\d \d\d:\d\d 송고", "2024/05/20 09:00 송고"),
    ),
    *_rules(
        Role.FURNITURE,
        "byline",
        (
            rf"[(/]? ?(?:[가-힣A-Za-z0-9]{{2,10}}[ =/])?{_NAME}(?:[ ·,]{{1,2}}{_NAME}){{0,3}} ?(?:[가-힣]{{2,6}} ?)?(?:기자|특파원|논설위원|통신원|리포터|에디터)\)?(?: ?[|/(<]? ?{_MAIL} ?[)>]?)?",
            "홍길동 기자 (gd.hong@namu.kr)",
        ),
        (rf"(?:{_NAME} ?)?[(<\[]?{_MAIL}[)>\]]?", "gd.hong@namu.kr"),
        (rf"[(\[/■]? ?{_CREDIT} ?(?:기자|팀)? ?[:：=/] ?{_NAME}.{{0,60}}", "(영상취재 : 김철수, 영상편집 : 이영희)"),
        (rf"[(\[/■] ?{_CREDIT}[^.]{{0,60}}[)\]/]", "[영상편집 나영희]"),
        (
            rf"(?:by|written by|reported by|edited by) {_CAPITALS}{{0,4}}(?: (?:and|,) {_CAPITALS}{{0,3}})?(?:,? (?:staff )?(?:reporter|writer|correspondent))?",
            "By Hong Gil-dong, staff reporter",
        ),
        (rf"(?:reporter|staff (?:reporter|writer)|editor|correspondent) ?: ?{_CAPITALS}{{0,3}}", "Reporter : Hong Gil-dong"),
        (
            rf"{_CAPITALS}{{1,3}},? (?:staff (?:reporter|writer)|korea\.net staff writer|contributing writer)",
            "Hong Gil-dong, Staff writer",
        ),
        (r"\S{2,10}(?:팀|부|국)(?: [\w.+-]{1,40}@\S{0,40})", "온라인팀 online@namu.kr"),
        (rf"(?:[A-Za-z]{{2,5}} )?{_NAME} ?[(<\[]{_MAIL}[)>\]]", "YTN 홍길동 (gd.hong@namu.kr)"),
        (rf"{_NAME} ?(?:기자|특파원) ?(?:의)? ?(?:구독|다른 ?기사|기사 더보기).*", "홍길동 기자 구독"),
    ),
    *_rules(
        Role.FURNITURE,
        "count",
        (
            r"(?:(?:조회|조회수|댓글|댓글수|추천|추천수|공유|공유수|기사추천|view(?:s|ed)?|hits?|reads?|shares?|likes?|comments?) ?:? ?[\d,.]+ ?(?:만|k|m)? ?(?:회|건|개|명)?[ |·/,]*){1,4}",
            "조회 1,234",
        ),
        (r"[\d,]{1,9}(?: / \d+)?", "0 / 150"),
    ),
)
SPEAKERS = _rules(
    Role.SPEAKER,
    "",
    (
        r"[\[<【〔](?P<speaker>[^\[\]<>【】:：/\"“.?!]{1,40}/[^\[\]<>【】:：\"“?!]{1,60}?)\s?[\]>】〕]\s?[:：]?\s*",
        "[이철수/나무시 산림과장]",
    ),
    (
        r"\((?P<speaker>[^():：/\"“.?!]{1,30}/[^():：\"“.?!]{1,40})\)\s?[:：]?\s*" + _QUOTE,
        '(이철수/나무시 산림과장) "예산이 문제죠."',
    ),
    (
        r"[\[【〔](?P<speaker>[^\[\]:：\"“.?!]{1,40}/[^\[\]:：\"“?!]{1,60}?)\s" + _QUOTE,
        '[이철수 / 나무시 산림과장 "예산이 문제죠."]',
    ),
    (
        r"[\[【〔](?!\d+[:：])(?P<speaker>[^\[\]:：\"“?!]{1,60}?)\s?[:：]\s?(?=\S)",
        "[산림과 관계자 (음성변조) : 예산이 문제죠, 뭐.]",
    ),
    (r"<(?P<speaker>[^<>:：\"“?!]{1,60}?)\s?[:：]\s?" + _QUOTE, '<이철수/나무시 산림과장 : "예산이 문제죠.">'),
    (r"[\[<【〔](?P<speaker>[^\[\]<>【】:：\"“?!]{2,40})[\]>】〕]\s?[:：]?\s*" + _QUOTE, '[김영희] "내년에도 올 겁니다."'),
    (
        r"[●○◎■□◆◇◈☆★]\s?(?P<speaker>[^\s:：()][^:：()\"“.?!]{0,30}(?:\s?\([^()]{1,40}\))?)\s?[:：]\s*(?=\S)",
        "● 김영희(나무시 시장): 네, 길을 만들었습니다.",
    ),
    (r"[◇◆□■▶○●]\s?(?P<speaker>[^\s>:：][^>:：.?!]{1,19})>\s?(?=\S)", "◆ 김영희> 네, 안녕하세요."),
    (r"[\[(]?(?P<speaker>[^/:：\[\]]{2,30}/[^/:：\[\]]{1,40}?)\s?[:：]\s?" + _QUOTE, '박나무/나무대 교수 : "불가피합니다."'),
    (
        r"(?P<speaker>[^\s/:：\[\]()]{1,10}(?: [^\s/:：\[\]()]{1,10}){0,3}\s?\([^()]{1,40}\))\s?[:：]\s?" + _QUOTE,
        '박나무(나무대 교수) : "불가피합니다."',
    ),
    (
        r"(?P<speaker>[가-힣]{2,4}(?:,? [가-힣A-Za-z0-9·]{1,15}){0,5})(?<![다며고서])\s?[:：]\s?" + _QUOTE,
        '박나무 나무대 교수 : "불가피합니다."',
    ),
    (
        rf"(?P<speaker>(?:[가-힣A-Za-z0-9·]{{1,15}} ){{0,5}}[가-힣A-Za-z0-9·]{{0,13}}{_TITLE})(?:\s?\((?:음성 ?변조|가명|대역)\))?\s?[:：]\s(?=\S)",
        "박나무 나무대 교수: 불가피합니다.",
    ),
    (
        r"(?P<speaker>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4}(?:, [^:\"“.?!]{2,60}|\s?\([^():]{1,80}\))?)\s?:\s?" + _QUOTE,
        'Hong Gil-dong (head of the office): "We will go on."',
    ),
    (
        r"(?P<speaker>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,4}\s?\([^():]{1,80}\))\s?:\s?(?=\S)",
        "Hong Gil-dong (Namu City): We will go on.",
    ),
)
HEADS = (
    *_rules(
        Role.PROGRAMME,
        "",
        (
            r".{0,20}(?:뉴스|와이드|리포트|광장|초대석|브리핑|데스크|라이브|투나잇)(?: ?\d{1,2}| ?\d부| 투데이| 토크| 라인| 센터| 데스크| 나이트| 플러스| 초점)?(?: \d부)?",
            "뉴스광장 1부",
        ),
        (
            r"(?:[\w.'’-]+ ){0,3}news(?: (?:today|desk|now|line|tonight|hour|room|centre|center|at \w+|\d+|in-depth|and views|live|update|brief))?",
            "News Today",
        ),
        (r"(?:[\w.'’-]+ ){1,3}(?:today|tonight|newsroom|this week|in depth)", "Korea Today"),
    ),
    *_rules(
        Role.CATEGORY,
        "",
        (r"(?:카테고리|분류|섹션|section|category) ?[:：] ?.{1,20}", "카테고리: 사회"),
        (
            r"정치|경제|사회|국제|세계|문화|연예|스포츠|생활|생활/문화|IT/과학|IT·과학|과학|북한|지역|전국|날씨|건강|교육|환경|산업|증권|부동산|사설|칼럼|오피니언|문화·연예|정치일반|사회일반|경제일반|국제일반",
            "사회",
        ),
        (
            r"all news|national|politics|business|economy|world|society|culture|sports|entertainment|opinion|science|technology|tech|health|lifestyle|north korea|inter-korea|domestic|international|features?|foreign affairs|k-pop|defense",
            "All News",
        ),
    ),
    *_rules(
        Role.BROADCASTER,
        "Yonhap",
        (r"연합뉴스(?!TV)|\byonhap\b|\byna\.co\.kr", "저작권자(c) 연합뉴스"),
    ),
    *(
        Rule(Role.BROADCASTER, pattern, means, example)
        for means, pattern, example in (
            ("Yonhap TV", r"연합뉴스 ?TV", "연합뉴스TV 홍길동입니다."),
            ("KBS World", r"\bKBS ?WORLD\b", "KBS WORLD Radio"),
            ("KBS", r"\bKBS", "KBS 뉴스 홍길동입니다."),
            ("MBC", r"\bi?MBC", "MBC뉴스 홍길동입니다."),
            ("SBS", r"\bSBS", "SBS 8뉴스"),
            ("YTN", r"\bYTN", "YTN 홍길동입니다."),
            ("JTBC", r"\bJTBC", "JTBC 뉴스룸"),
            ("MBN", r"\bMBN", "MBN 종합뉴스"),
            ("EBS", r"\bEBS", "EBS 뉴스"),
            ("KTV", r"\bKTV", "KTV 국민방송"),
            ("OBS", r"\bOBS", "OBS 뉴스 홍길동입니다."),
            ("CBS", r"\bCBS", "CBS노컷뉴스"),
            ("TV Chosun", r"TV ?조선|\bTV ?CHOSUN", "TV조선 홍길동입니다."),
            ("Channel A", r"채널 ?A", "채널A 뉴스 홍길동입니다."),
            ("Arirang", r"\barirang|아리랑", "Hong Gil-dong, Arirang News."),
            ("VOA", r"\bVOA\b|미국의 소리", "VOA 뉴스"),
            ("BBC", r"\bBBC", "BBC News 코리아"),
            ("RFA", r"\bRFA\b|자유아시아방송", "RFA 홍길동입니다."),
            ("Korea.net", r"\bkorea\.net\b", "By Hong Gil-dong, Korea.net"),
            ("Korea JoongAng Daily", r"korea joongang daily", "Korea JoongAng Daily"),
            ("The Korea Times", r"\bkorea times", "The Korea Times"),
            ("The Korea Herald", r"\bkorea herald", "The Korea Herald"),
        )
    ),
    *_rules(
        Role.REPORTER,
        "",
        (rf".{{0,15}}?(?:(?:\w{{2,6}} ?)?뉴스,? ?|[A-Z]{{2,4}} )(?P<reporter>{_NAME})입니다\.?$", "KBS 뉴스 홍길동입니다."),
        (
            rf".{{0,20}}?(?<![가-힣])(?!촬영|취재|영상|사진|선임|인턴|수습)(?P<reporter>{_NAME}) ?(?:[가-힣]{{2,6}} )?(?:기자|특파원)(?![가-힣])",
            "홍길동 기자 (gd.hong@namu.kr)",
        ),
        (rf"(?:(?:written )?by |(?:staff )?reporter ?: ?)(?P<reporter>{_CAPITALS}{{0,3}})", "By Hong Gil-dong, staff reporter"),
        (
            rf"(?P<reporter>{_CAPITALS}{{1,2}}),? (?:staff (?:reporter|writer)|(?:arirang|kbs|mbc|sbs) (?:world )?news)",
            "Hong Gil-dong, Arirang News.",
        ),
    ),
)
BUILT_IN = (*MARKS, *STAMPS, *FURNITURE, *SPEAKERS, *HEADS)
NEWS_RULES = Rules(BUILT_IN)


def news_rules(settings: Mapping[str, Any]) -> Rules:
    """The rules of a reading: those of the settings' `news` table, then our own; raises SettingError at one that does not hold."""
    for name in settings:
        if name != "rules":
            raise unknown("setting", f"news.{name}", ["news.rules"])
    return _with(rules_of(settings["rules"])) if settings.get("rules") else NEWS_RULES


@cache
def _with(rules: tuple[Rule, ...]) -> Rules:
    return Rules((*rules, *BUILT_IN))
