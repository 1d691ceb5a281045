-- A corpus of schema 0010, made by jjak (0009.sql brought up to date)
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0010');
CREATE TABLE alignments (
	id INTEGER NOT NULL, 
	source VARCHAR(16) NOT NULL, 
	target VARCHAR(16) NOT NULL, 
	aligner VARCHAR(64) NOT NULL, 
	run INTEGER NOT NULL, 
	CONSTRAINT pk_alignments PRIMARY KEY (id), 
	CONSTRAINT fk_alignments_run_runs FOREIGN KEY(run) REFERENCES runs (id), 
	CONSTRAINT fk_alignments_source_documents FOREIGN KEY(source) REFERENCES documents (id), 
	CONSTRAINT uq_alignments_source UNIQUE (source, target)
);
INSERT INTO "alignments" VALUES(1,'4edfda2db7e3648f','a757c49e5ed171ea','translation',1);
INSERT INTO "alignments" VALUES(2,'a3b766622d7964ec','','translation of itself',1);
INSERT INTO "alignments" VALUES(3,'6ea94a2ce0422a80','','translation of itself',2);
INSERT INTO "alignments" VALUES(4,'c6fea902dc7a4dbe','c6fea902dc7a4dbe','import',3);
INSERT INTO "alignments" VALUES(5,'87eee64953570c3a','87eee64953570c3a','import',3);
INSERT INTO "alignments" VALUES(6,'768b94aa174dbbdb','768b94aa174dbbdb','import',4);
INSERT INTO "alignments" VALUES(7,'8885b1278cd82802','8885b1278cd82802','import',4);
CREATE TABLE assignments (
	user VARCHAR(64) NOT NULL, 
	alignment INTEGER NOT NULL, 
	CONSTRAINT pk_assignments PRIMARY KEY (user, alignment), 
	CONSTRAINT fk_assignments_alignment_alignments FOREIGN KEY(alignment) REFERENCES alignments (id)
);
CREATE TABLE beads (
	alignment INTEGER NOT NULL, 
	"index" INTEGER NOT NULL, 
	source_start INTEGER NOT NULL, 
	source_stop INTEGER NOT NULL, 
	target_start INTEGER NOT NULL, 
	target_stop INTEGER NOT NULL, 
	score FLOAT NOT NULL, 
	reasons JSON NOT NULL, runner_up JSON, text TEXT, 
	CONSTRAINT pk_beads PRIMARY KEY (alignment, "index"), 
	CONSTRAINT fk_beads_alignment_alignments FOREIGN KEY(alignment) REFERENCES alignments (id)
);
INSERT INTO "beads" VALUES(1,0,0,1,0,1,9.15722856264960527461e-01,'[["words",-0.377],["characters",-0.686],["least covered line",0.042],["length",-0.137],["field",2.0],["kind of bead",2.728]]','[0,1,0,0,0.038]',NULL);
INSERT INTO "beads" VALUES(1,1,1,2,1,2,9.99906429408963681737e-01,'[["words",2.672],["characters",2.333],["least covered line",3.157],["length",-2.665],["numbers and names",0.141],["field",2.0],["kind of bead",2.728]]','[1,2,0,2,0.0]',NULL);
INSERT INTO "beads" VALUES(1,2,2,3,2,3,9.99952510604476541011e-01,'[["words",2.95],["characters",2.73],["least covered line",3.548],["length",-2.665],["numbers and names",0.141],["field",2.0],["kind of bead",2.728]]','[2,4,2,4,0.0]',NULL);
INSERT INTO "beads" VALUES(1,3,3,4,3,4,9.81189702796029905584e-01,'[["words",0.85],["characters",0.302],["least covered line",1.051],["length",-0.644],["field",2.0],["kind of bead",2.728]]','[3,4,3,3,0.0062]',NULL);
INSERT INTO "beads" VALUES(1,4,4,5,4,5,8.79354054698644693743e-01,'[["words",-0.064],["characters",-0.482],["least covered line",0.238],["length",-0.127],["kind of bead",2.728]]','[4,5,4,4,0.0717]',NULL);
INSERT INTO "beads" VALUES(1,5,5,6,5,6,7.32591681992824872438e-01,'[["words",-0.254],["characters",-0.696],["least covered line",0.038],["length",-0.812],["kind of bead",2.728]]','[5,6,5,5,0.1214]',NULL);
INSERT INTO "beads" VALUES(1,6,6,8,6,7,0.501059966547952,'[["words",-0.119],["characters",-0.504],["least covered line",0.375],["length",-0.596],["kind of bead",1.684]]','[6,7,6,7,0.3142]',NULL);
INSERT INTO "beads" VALUES(1,7,8,9,7,8,0.690861680021707,'[["words",-0.377],["characters",-0.735],["length",-0.108],["field",2.0],["kind of bead",2.728]]','[8,8,7,8,0.1251]',NULL);
INSERT INTO "beads" VALUES(1,8,9,10,8,9,6.5853576306473327051e-01,'[["words",-0.084],["characters",-0.363],["least covered line",0.375],["length",-0.618],["numbers and names",-1.64],["kind of bead",2.728]]','[9,9,8,9,0.1813]',NULL);
INSERT INTO "beads" VALUES(1,9,10,11,9,10,7.75898292496893349223e-01,'[["words",-0.079],["characters",-0.117],["least covered line",0.648],["length",-0.709],["kind of bead",2.728]]','[9,10,9,10,0.0675]',NULL);
INSERT INTO "beads" VALUES(1,10,11,12,10,12,5.38616193616038518854e-01,'[["words",0.664],["characters",0.61],["least covered line",0.949],["length",-0.739],["kind of bead",1.684]]','[11,12,11,12,0.3446]',NULL);
INSERT INTO "beads" VALUES(1,11,12,12,12,13,8.08738879232625440529e-01,'[["omission",-0.57],["omission length",-0.131],["omission likeness",0.121]]','[11,12,12,13,0.0772]',NULL);
INSERT INTO "beads" VALUES(1,12,12,13,13,14,9.50943490302096239297e-01,'[["words",0.317],["characters",0.692],["least covered line",1.448],["length",-0.088],["kind of bead",2.728]]','[12,13,12,14,0.0181]',NULL);
INSERT INTO "beads" VALUES(1,13,13,14,14,15,9.71222900436080061048e-01,'[["words",0.175],["characters",0.288],["least covered line",0.995],["length",-0.505],["kind of bead",2.728]]','[13,15,14,16,0.0065]',NULL);
INSERT INTO "beads" VALUES(1,14,14,15,15,16,0.979639870825934,'[["words",-0.034],["characters",0.221],["least covered line",0.951],["length",-0.151],["kind of bead",2.728]]','[13,15,14,16,0.0065]',NULL);
INSERT INTO "beads" VALUES(1,15,15,16,16,17,8.70077677365056811886e-01,'[["words",-0.377],["characters",-0.735],["length",-0.471],["field",2.0],["kind of bead",2.728]]','[15,16,16,16,0.0656]',NULL);
INSERT INTO "beads" VALUES(1,16,16,17,17,18,8.24896870121249459195e-01,'[["words",-0.014],["characters",-0.293],["least covered line",0.415],["length",-0.132],["kind of bead",2.728]]','[16,18,17,18,0.1262]',NULL);
INSERT INTO "beads" VALUES(1,17,17,18,18,18,7.49171065413602788041e-01,'[["omission",-0.57],["omission length",0.364],["omission likeness",-0.042]]','[16,18,17,18,0.1262]',NULL);
INSERT INTO "beads" VALUES(1,18,18,19,18,19,0.847360058450781,'[["words",-0.047],["characters",-0.534],["least covered line",0.193],["length",-0.04],["kind of bead",2.728]]','[17,19,18,19,0.1092]',NULL);
INSERT INTO "beads" VALUES(2,0,0,1,0,1,1.0,'[["translation of itself",1.0]]','null','It''s a none.');
INSERT INTO "beads" VALUES(2,1,1,2,1,2,1.0,'[["translation of itself",1.0]]','null','You''re also snow.');
INSERT INTO "beads" VALUES(2,2,2,3,2,3,1.0,'[["translation of itself",1.0]]','null','비가 없네요.');
INSERT INTO "beads" VALUES(3,0,0,1,0,1,1.0,'[["translation of itself",1.0]]','null','It''s a none.');
INSERT INTO "beads" VALUES(3,1,1,2,1,2,1.0,'[["translation of itself",1.0]]','null','The wind is also tired.');
INSERT INTO "beads" VALUES(3,2,2,3,2,3,1.0,'[["translation of itself",1.0]]','null','무겁게 돼.');
CREATE TABLE digests (
	kind VARCHAR(16) NOT NULL, 
	owner VARCHAR(16) NOT NULL, 
	rows INTEGER NOT NULL, 
	digest VARCHAR(16) NOT NULL, 
	CONSTRAINT pk_digests PRIMARY KEY (kind, owner)
);
INSERT INTO "digests" VALUES('record','4edfda2db7e3648f',1,'16b8e974403e1d88');
INSERT INTO "digests" VALUES('record','a757c49e5ed171ea',1,'8ae32dbb7852ee9a');
INSERT INTO "digests" VALUES('record','a3b766622d7964ec',1,'f43c1451746eae01');
INSERT INTO "digests" VALUES('record','6ea94a2ce0422a80',1,'851c33226f768272');
INSERT INTO "digests" VALUES('record','c6fea902dc7a4dbe',1,'2e7119ac4d3a5969');
INSERT INTO "digests" VALUES('record','87eee64953570c3a',1,'62cced78f66c054e');
INSERT INTO "digests" VALUES('record','768b94aa174dbbdb',1,'440e84efee8554aa');
INSERT INTO "digests" VALUES('record','8885b1278cd82802',1,'de2971ee5b07b355');
INSERT INTO "digests" VALUES('segments','4edfda2db7e3648f',19,'067cebc51d36277a');
INSERT INTO "digests" VALUES('segments','a757c49e5ed171ea',19,'1b717d84a007b63c');
INSERT INTO "digests" VALUES('segments','a3b766622d7964ec',3,'2bc84d9d20bc6652');
INSERT INTO "digests" VALUES('segments','6ea94a2ce0422a80',3,'741fdc1e13526079');
INSERT INTO "digests" VALUES('beads','1',19,'8eabcfa3a109a270');
INSERT INTO "digests" VALUES('beads','2',3,'ee377ba1966148fc');
INSERT INTO "digests" VALUES('beads','3',3,'d8f2ce7fbb1eb69c');
INSERT INTO "digests" VALUES('pairs','1',14,'413172dd07722871');
INSERT INTO "digests" VALUES('pairs','2',3,'ef8c08df97c14a19');
INSERT INTO "digests" VALUES('pairs','3',3,'b5ad1d7f2406cac2');
INSERT INTO "digests" VALUES('pairs','4',3,'e721601ddd816af4');
INSERT INTO "digests" VALUES('pairs','5',1,'07d112b19bd1df27');
INSERT INTO "digests" VALUES('pairs','6',3,'fa4adddf907e263f');
INSERT INTO "digests" VALUES('pairs','7',1,'8d8d2065616cc46f');
INSERT INTO "digests" VALUES('acts','1',9,'d3a7ca9b1d38fa23');
INSERT INTO "digests" VALUES('acts','3',1,'72e5370755d6a850');
INSERT INTO "digests" VALUES('acts','4',1,'e7590f49d964bc25');
INSERT INTO "digests" VALUES('acts','5',1,'25ec8b7765c3914f');
CREATE TABLE documents (
	id VARCHAR(16) NOT NULL, 
	name TEXT NOT NULL, 
	location TEXT NOT NULL, 
	text TEXT NOT NULL, 
	metadata JSON NOT NULL, 
	superseded BOOLEAN NOT NULL, apart JSON, 
	CONSTRAINT pk_documents PRIMARY KEY (id)
);
INSERT INTO "documents" VALUES('4edfda2db7e3648f','treaty.ko.txt','/texts/treaty.ko.txt',' date 2024-11-13 [뉴스 투데이] 북한, 러시아와의 조약 비준

입력 2024-11-13 15:42:35 수정 2024-11-13 15:43:40 뉴스 투데이



[앵커]

블라디미르 푸틴 러시아 대통령에 이어 김정은 위원장도 러시아와의 새 조약에 서명했다고 북한 매체가 보도했습니다. 조약에는 침략을 받으면 군사 지원을 한다는 내용이 들어 있어 북한군의 러시아 파병이 더 노골화될 것으로 보입니다.



[리포트]

북한 김정은 국무위원장이 러시아와 포괄적이고 전략적인 동반자 관계를 맺는 조약에 서명해 법으로 공포했습니다. 블라디미르 푸틴 러시아 대통령이 같은 조약에 서명한 지 이틀 만입니다.



조선중앙TV :

조선민주주의인민공화국 최고령도자께서 2024년 11월 11일

조약을 법령으로 서명하셨습니다.



관영 매체는 러시아도 조약을 비준했다고 전했는데, 군사적 밀착과 조약 이행 의지를 보여 주려는 시도로 해석됩니다.



조약은 양측이 비준서를 교환한 날부터 효력을 갖지만, 한국 정부는 교환이 형식에 불과하며 필요한 절차는 모두 끝난 것으로 보고 있습니다.



특히 조약 제4조는 어느 한쪽이 공격을 받아 전쟁 상태에 놓이면 다른 쪽이 지체 없이 군사 원조를 제공한다고 규정하고 있습니다.



양측이 모두 조약을 비준함에 따라 북한군의 러시아 파병을 공식 인정하고 병력을 전투에 투입할 것으로 예상됩니다.



추가 파병과 북한의 무기 지원 가능성이 거론되는 가운데, 모스크바에서 평양으로 무기 기술이 이전될 수 있다는 우려도 나옵니다.



박원곤/이화여대 교수 :

전쟁이 길어지면 추가 파병은 불가피하고, 그럴 경우 북한은 그 대가로 핵과

미사일 관련 민감 기술을 요구할 수 있습니다.



정부는 관련 동향을 예의 주시하고 있다고 밝혔습니다.



푸틴 대통령이 앞서 북한과의 합동 훈련 가능성을 언급한 만큼, 갈수록 긴밀해지는 두 나라의 군사 관계가 한반도 정세를 흔드는 큰 불안 요인이 되고 있습니다.
','{"reader":"news","encoding":"utf-8","date":"2024-11-13","programme":"뉴스 투데이","published":"2024-11-13T15:42:35+09:00","modified":"2024-11-13T15:43:40+09:00"}',0,NULL);
INSERT INTO "documents" VALUES('a757c49e5ed171ea','treaty.en.txt','/texts/treaty.en.txt',' date 2024-11-13 [News Today] N. KOREA RATIFIES TREATY WITH RUSSIA

입력 2024-11-13 15:42:35 수정 2024-11-13 15:43:40 News Today





[LEAD]

Following Russian President Vladimir Putin, North Korean media also reported that Chairman Kim Jong-un signed a new treaty with Russia. The treaty includes military aid if invaded, suggesting more overt North Korean troop deployments to Russia.



[REPORT]

North Korean leader Kim Jong-un has signed into a law a treaty to establish a comprehensive and strategic partnership with Russia, two days after Russian President Vladimir Putin did the same.



N. Korean Central TV/

The supreme leader of the Democratic People''s Republic of Korea signed the

treaty into law on Nov. 11, 2024.



State media also reported that Russia had also ratified the treaty - interpreted as an attempt to show their military alignment and commitment to the treaty''s implementation.



The treaty takes effect from the day both sides exchange ratification instruments. But the South Korean government believes the exchange is a formality and that all necessary procedures have been completed.



The treaty, struck when Putin visited Pyongyang in June, is believed to upgrade bilateral relations to a military alliance.



In particular, Article 4 of the accord states that when either party is attacked and faces a war, the other provides military assistance without delay.



With both sides having ratified the treaty, they are expected to formally recognize North Korea''s troop deployment to Russia and have the troops engage in combat.



Amid the possibility of further troop deployment and weapons support from the North, there''s also concern of weapons technology transfer from Moscow to Pyongyang.



Prof. Park Won-gon / Ewha Womans Univ.

Further deployment is inevitable if the war lingers on in which case the North

in return could demand sensitive technologies related to nuke, missiles.



As Putin earlier mentioned possible joint drills with North Korea, ever tightening military ties between the two sides are becoming a major destabilizing factor on the Korean Peninsula.','{"reader":"news","encoding":"utf-8","date":"2024-11-13","programme":"News Today","published":"2024-11-13T15:42:35+09:00","modified":"2024-11-13T15:43:40+09:00"}',0,'[[1, 29, "metadata", "", 0], [130, 136, "mark", "", 0], [386, 394, "mark", "", 0]]');
INSERT INTO "documents" VALUES('a3b766622d7964ec','alone.txt','/texts/alone.txt','비가 옵니다. 눈도 옵니다.

It rains.
','{"reader":"plain","encoding":"utf-8"}',1,NULL);
INSERT INTO "documents" VALUES('6ea94a2ce0422a80','alone.txt','/texts/alone.txt','비가 옵니다. 바람도 붑니다.

It rains hard.
','{"reader":"plain","encoding":"utf-8"}',0,NULL);
INSERT INTO "documents" VALUES('c6fea902dc7a4dbe','p.tsv','import:c6fea902dc7a4dbe','','{"reader":"import","file":"p.tsv","licence":"CC BY 4.0","attribution":"a book"}',0,NULL);
INSERT INTO "documents" VALUES('87eee64953570c3a','m.tmx','import:87eee64953570c3a','','{"reader":"import","file":"m.tmx","licence":"CC BY 4.0","attribution":"a book"}',0,NULL);
INSERT INTO "documents" VALUES('768b94aa174dbbdb','strings.po','import:768b94aa174dbbdb','','{"reader":"import","file":"strings.po","licence":"CC0"}',0,NULL);
INSERT INTO "documents" VALUES('8885b1278cd82802','shop.tsv','import:8885b1278cd82802','','{"reader":"import","file":"shop.tsv","licence":"CC0"}',1,NULL);
CREATE TABLE events (
	id INTEGER NOT NULL, 
	alignment INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	user VARCHAR(64) NOT NULL, 
	time VARCHAR(32) NOT NULL, 
	act VARCHAR(32) NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	undoes INTEGER NOT NULL, 
	redoes INTEGER NOT NULL, 
	detail JSON NOT NULL, 
	changes JSON NOT NULL, 
	CONSTRAINT pk_events PRIMARY KEY (id), 
	CONSTRAINT fk_events_alignment_alignments FOREIGN KEY(alignment) REFERENCES alignments (id), 
	CONSTRAINT uq_events_number UNIQUE (alignment, number), 
	CONSTRAINT uq_events_key UNIQUE (alignment, "key")
);
INSERT INTO "events" VALUES(1,3,1,'kim','2026-11-25T16:19:02.356+00:00','accept','k1',0,0,'{"row":"0"}','[{"row":"0","before":{"status":"unreviewed"},"after":{"status":"accepted"}}]');
INSERT INTO "events" VALUES(2,1,1,'kim','2026-11-25T16:19:02.409+00:00','accept','k2',0,0,'{"row":"0"}','[{"row":"0","before":{"status":"unreviewed"},"after":{"status":"accepted"}}]');
INSERT INTO "events" VALUES(3,1,2,'kim','2026-11-25T16:19:02.444+00:00','reject','k3',0,0,'{"row":"1","reason":"misaligned"}','[{"row":"1","before":{"status":"unreviewed","reason":""},"after":{"status":"rejected","reason":"misaligned"}}]');
INSERT INTO "events" VALUES(4,1,3,'kim','2026-11-25T16:19:02.515+00:00','comment','k4',0,0,'{"row":"2"}','[{"row":"2","before":{"comment":""},"after":{"comment":"look again"}}]');
INSERT INTO "events" VALUES(5,1,4,'kim','2026-11-25T16:19:02.527+00:00','bookmark','k5',0,0,'{"row":"3"}','[{"row":"3","before":{"bookmark":false},"after":{"bookmark":true}}]');
INSERT INTO "events" VALUES(6,1,5,'kim','2026-11-25T16:19:02.537+00:00','edit','k6',0,0,'{"row":"4","side":"target"}','[{"row":"4","before":{"target":[["4",4,138,273,"Following Russian President Vladimir Putin, North Korean media also reported that Chairman Kim Jong-un signed a new treaty with Russia."]]},"after":{"target":[["4",4,138,273,"Following Russian President Vladimir Putin, North Korean media also reported that Chairman Kim Jong-un signed a new treaty with Russia."],["r12345678.n",4,0,0,"A mended text."]]}}]');
INSERT INTO "events" VALUES(7,1,6,'kim','2026-11-25T16:19:02.579+00:00','merge','k7',0,0,'{"row":"5","with":"next"}','[{"before":[{"id":"5","source":[["5",5,168,231,"조약에는 침략을 받으면 군사 지원을 한다는 내용이 들어 있어 북한군의 러시아 파병이 더 노골화될 것으로 보입니다."]],"target":[["5",5,274,382,"The treaty includes military aid if invaded, suggesting more overt North Korean troop deployments to Russia."]],"status":"unreviewed","reason":"","comment":"","bookmark":false,"score":0.7325916819928249,"bead":5,"reasons":[],"runner_up":null},{"id":"6","source":[["6",6,242,302,"북한 김정은 국무위원장이 러시아와 포괄적이고 전략적인 동반자 관계를 맺는 조약에 서명해 법으로 공포했습니다."],["7",7,303,342,"블라디미르 푸틴 러시아 대통령이 같은 조약에 서명한 지 이틀 만입니다."]],"target":[["6",6,396,588,"North Korean leader Kim Jong-un has signed into a law a treaty to establish a comprehensive and strategic partnership with Russia, two days after Russian President Vladimir Putin did the same."]],"status":"unreviewed","reason":"","comment":"","bookmark":false,"score":0.501059966547952,"bead":6,"reasons":[],"runner_up":null}],"after":[{"id":"5","source":[["5",5,168,231,"조약에는 침략을 받으면 군사 지원을 한다는 내용이 들어 있어 북한군의 러시아 파병이 더 노골화될 것으로 보입니다."],["6",6,242,302,"북한 김정은 국무위원장이 러시아와 포괄적이고 전략적인 동반자 관계를 맺는 조약에 서명해 법으로 공포했습니다."],["7",7,303,342,"블라디미르 푸틴 러시아 대통령이 같은 조약에 서명한 지 이틀 만입니다."]],"target":[["5",5,274,382,"The treaty includes military aid if invaded, suggesting more overt North Korean troop deployments to Russia."],["6",6,396,588,"North Korean leader Kim Jong-un has signed into a law a treaty to establish a comprehensive and strategic partnership with Russia, two days after Russian President Vladimir Putin did the same."]],"status":"unreviewed","reason":"","comment":"","bookmark":false,"score":null,"bead":null,"reasons":[],"runner_up":null}]}]');
INSERT INTO "events" VALUES(8,1,7,'kim','2026-11-25T16:19:02.587+00:00','undo','undo1',6,0,'{"act":"merge","row":"5"}','[{"before":[{"id":"5","source":[["5",5,168,231,"조약에는 침략을 받으면 군사 지원을 한다는 내용이 들어 있어 북한군의 러시아 파병이 더 노골화될 것으로 보입니다."],["6",6,242,302,"북한 김정은 국무위원장이 러시아와 포괄적이고 전략적인 동반자 관계를 맺는 조약에 서명해 법으로 공포했습니다."],["7",7,303,342,"블라디미르 푸틴 러시아 대통령이 같은 조약에 서명한 지 이틀 만입니다."]],"target":[["5",5,274,382,"The treaty includes military aid if invaded, suggesting more overt North Korean troop deployments to Russia."],["6",6,396,588,"North Korean leader Kim Jong-un has signed into a law a treaty to establish a comprehensive and strategic partnership with Russia, two days after Russian President Vladimir Putin did the same."]],"status":"unreviewed","reason":"","comment":"","bookmark":false,"score":null,"bead":null,"reasons":[],"runner_up":null}],"after":[{"id":"5","source":[["5",5,168,231,"조약에는 침략을 받으면 군사 지원을 한다는 내용이 들어 있어 북한군의 러시아 파병이 더 노골화될 것으로 보입니다."]],"target":[["5",5,274,382,"The treaty includes military aid if invaded, suggesting more overt North Korean troop deployments to Russia."]],"status":"unreviewed","reason":"","comment":"","bookmark":false,"score":0.7325916819928249,"bead":5,"reasons":[],"runner_up":null},{"id":"6","source":[["6",6,242,302,"북한 김정은 국무위원장이 러시아와 포괄적이고 전략적인 동반자 관계를 맺는 조약에 서명해 법으로 공포했습니다."],["7",7,303,342,"블라디미르 푸틴 러시아 대통령이 같은 조약에 서명한 지 이틀 만입니다."]],"target":[["6",6,396,588,"North Korean leader Kim Jong-un has signed into a law a treaty to establish a comprehensive and strategic partnership with Russia, two days after Russian President Vladimir Putin did the same."]],"status":"unreviewed","reason":"","comment":"","bookmark":false,"score":0.501059966547952,"bead":6,"reasons":[],"runner_up":null}]}]');
INSERT INTO "events" VALUES(9,1,8,'kim','2026-11-25T16:19:02.597+00:00','redo','redo1',0,7,'{"act":"merge","row":"5"}','[{"before":[{"id":"5","source":[["5",5,168,231,"조약에는 침략을 받으면 군사 지원을 한다는 내용이 들어 있어 북한군의 러시아 파병이 더 노골화될 것으로 보입니다."]],"target":[["5",5,274,382,"The treaty includes military aid if invaded, suggesting more overt North Korean troop deployments to Russia."]],"status":"unreviewed","reason":"","comment":"","bookmark":false,"score":0.7325916819928249,"bead":5,"reasons":[],"runner_up":null},{"id":"6","source":[["6",6,242,302,"북한 김정은 국무위원장이 러시아와 포괄적이고 전략적인 동반자 관계를 맺는 조약에 서명해 법으로 공포했습니다."],["7",7,303,342,"블라디미르 푸틴 러시아 대통령이 같은 조약에 서명한 지 이틀 만입니다."]],"target":[["6",6,396,588,"North Korean leader Kim Jong-un has signed into a law a treaty to establish a comprehensive and strategic partnership with Russia, two days after Russian President Vladimir Putin did the same."]],"status":"unreviewed","reason":"","comment":"","bookmark":false,"score":0.501059966547952,"bead":6,"reasons":[],"runner_up":null}],"after":[{"id":"5","source":[["5",5,168,231,"조약에는 침략을 받으면 군사 지원을 한다는 내용이 들어 있어 북한군의 러시아 파병이 더 노골화될 것으로 보입니다."],["6",6,242,302,"북한 김정은 국무위원장이 러시아와 포괄적이고 전략적인 동반자 관계를 맺는 조약에 서명해 법으로 공포했습니다."],["7",7,303,342,"블라디미르 푸틴 러시아 대통령이 같은 조약에 서명한 지 이틀 만입니다."]],"target":[["5",5,274,382,"The treaty includes military aid if invaded, suggesting more overt North Korean troop deployments to Russia."],["6",6,396,588,"North Korean leader Kim Jong-un has signed into a law a treaty to establish a comprehensive and strategic partnership with Russia, two days after Russian President Vladimir Putin did the same."]],"status":"unreviewed","reason":"","comment":"","bookmark":false,"score":null,"bead":null,"reasons":[],"runner_up":null}]}]');
INSERT INTO "events" VALUES(10,1,9,'kim','2026-11-25T16:19:02.623+00:00','accept','k8',0,0,'{"row":"5"}','[{"row":"5","before":{"status":"unreviewed"},"after":{"status":"accepted"}}]');
INSERT INTO "events" VALUES(11,5,1,'kim','2026-11-25T16:59:48.433+00:00','accept','imported5',0,0,'{"row":"1"}','[{"row":"1","before":{"status":"unreviewed"},"after":{"status":"accepted"}}]');
INSERT INTO "events" VALUES(12,4,1,'kim','2026-11-25T16:59:48.463+00:00','accept','imported4',0,0,'{"row":"1"}','[{"row":"1","before":{"status":"unreviewed"},"after":{"status":"accepted"}}]');
CREATE TABLE identity (
	number INTEGER NOT NULL, 
	id VARCHAR(32) NOT NULL, 
	life INTEGER NOT NULL, 
	began VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_identity PRIMARY KEY (number)
);
INSERT INTO "identity" VALUES(1,'8a0003d0cd0713d9aa4df7dedbf5a3f9',1,'2026-11-27T02:38:38+00:00');
CREATE TABLE import_bitexts (
	alignment INTEGER NOT NULL, 
	import_id INTEGER NOT NULL, 
	CONSTRAINT pk_import_bitexts PRIMARY KEY (alignment), 
	CONSTRAINT fk_import_bitexts_alignment_alignments FOREIGN KEY(alignment) REFERENCES alignments (id), 
	CONSTRAINT fk_import_bitexts_import_id_imports FOREIGN KEY(import_id) REFERENCES imports (id)
);
INSERT INTO "import_bitexts" VALUES(4,1);
INSERT INTO "import_bitexts" VALUES(5,2);
INSERT INTO "import_bitexts" VALUES(6,3);
INSERT INTO "import_bitexts" VALUES(7,4);
CREATE TABLE import_contents (
	"key" VARCHAR(64) NOT NULL, 
	import_id INTEGER NOT NULL, 
	CONSTRAINT pk_import_contents PRIMARY KEY ("key"), 
	CONSTRAINT fk_import_contents_import_id_imports FOREIGN KEY(import_id) REFERENCES imports (id)
);
INSERT INTO "import_contents" VALUES('e88ed0389a4c7a018bb06a2c37a9cd2b797b6bf2365fa840e8ba90108f977d77',3);
INSERT INTO "import_contents" VALUES('1f7753ef9ca1006aa8a1b56811a10ba9bfdce8a39f0c0d6bb1aa427c52a14094',4);
CREATE TABLE imported (
	alignment INTEGER NOT NULL, 
	"index" INTEGER NOT NULL, 
	pair VARCHAR(16) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	source_lang VARCHAR(16) NOT NULL, 
	target_lang VARCHAR(16) NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	score FLOAT, 
	body JSON NOT NULL, 
	CONSTRAINT pk_imported PRIMARY KEY (alignment, "index"), 
	CONSTRAINT fk_imported_alignment_alignments FOREIGN KEY(alignment) REFERENCES alignments (id)
);
INSERT INTO "imported" VALUES(5,1,'a89e1b28628742eb','text','ko','en','unreviewed',NULL,'{"id":"1","source":[["1",1,0,0,"단추 를 누르십시오."]],"target":[["1",1,0,0,"Press the  button."]],"status":"unreviewed","reason":"","comment":"from a manual","bookmark":false,"score":null,"bead":null,"reasons":[],"runner_up":null}');
INSERT INTO "imported" VALUES(4,1,'6442e31747fd93e3','text','ko','en','unreviewed',NULL,'{"id":"1","source":[["1",1,0,0,"비가 옵니다."]],"target":[["1",1,0,0,"It rains."]],"status":"unreviewed","reason":"","comment":"checked twice","bookmark":false,"score":null,"bead":null,"reasons":[],"runner_up":null}');
INSERT INTO "imported" VALUES(4,2,'b4481a4f0ea8fb8c','text','ko','en','unreviewed',NULL,'{"id":"2","source":[["2",2,0,0,"눈이 옵니다."]],"target":[["2",2,0,0,"It snows."]],"status":"unreviewed","reason":"","comment":"","bookmark":false,"score":null,"bead":null,"reasons":[],"runner_up":null}');
INSERT INTO "imported" VALUES(4,3,'b3db74a0570c4a27','text','ko','en','unreviewed',NULL,'{"id":"3","source":[["3",3,0,0,"그는 \"좋다\"고 했습니다."]],"target":[["3",3,0,0,"He said ''good'', didn''t he?"]],"status":"unreviewed","reason":"","comment":"","bookmark":false,"score":null,"bead":null,"reasons":[],"runner_up":null}');
CREATE TABLE imports (
	id INTEGER NOT NULL, 
	run INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	path TEXT NOT NULL, 
	label TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	format VARCHAR(32) NOT NULL, 
	languages JSON NOT NULL, 
	licence TEXT NOT NULL, 
	attribution TEXT NOT NULL, 
	counts JSON NOT NULL, 
	refused JSON NOT NULL, 
	started VARCHAR(32) NOT NULL, 
	finished VARCHAR(32), 
	removed VARCHAR(32), 
	history JSON NOT NULL, 
	CONSTRAINT pk_imports PRIMARY KEY (id), 
	CONSTRAINT fk_imports_run_runs FOREIGN KEY(run) REFERENCES runs (id), 
	CONSTRAINT uq_imports_label UNIQUE (label)
);
INSERT INTO "imports" VALUES(1,3,'p.tsv','/texts/p.tsv','p.tsv','','','["ko","en"]','CC BY 4.0','a book','{"pairs":3}','[]','2026-11-25T16:19:00+00:00','2026-11-25T16:19:01+00:00',NULL,'[]');
INSERT INTO "imports" VALUES(2,3,'m.tmx','/texts/m.tmx','m.tmx','','','["ko","en"]','CC BY 4.0','a book','{"pairs":1}','[]','2026-11-25T16:19:00+00:00','2026-11-25T16:19:01+00:00',NULL,'[]');
INSERT INTO "imports" VALUES(3,4,'strings.po','/data/strings.po','strings.po','fef1961e132687781c74d147a10b7fff917535ff46cf8b96f870de41d73fbf2b','po','["en","ko"]','CC0','','{"pairs":1,"refused":0,"empty":0,"fuzzy rows":1,"untranslated rows":1}','[]','2026-11-26T23:23:15+00:00','2026-11-26T23:23:15+00:00',NULL,'[]');
INSERT INTO "imports" VALUES(4,4,'shop.tsv','/data/shop.tsv','shop.tsv','805a35d4522d167b0548922c9fae4ee360aad5f26816cb3e05c7d4453dabbdd8','tsv','["ko","en"]','CC0','','{"pairs":1,"refused":0,"empty":0}','[]','2026-11-26T23:23:15+00:00','2026-11-26T23:23:15+00:00','2026-11-26T23:23:15+00:00','[{"time":"2026-11-26T23:23:15+00:00","act":"remove","documents":1,"pairs":1,"reviewed":0}]');
CREATE TABLE invitations (
	digest VARCHAR(64) NOT NULL, 
	user VARCHAR(64) NOT NULL, 
	role VARCHAR(16) NOT NULL, 
	assigned_only BOOLEAN NOT NULL, 
	inviter VARCHAR(64) NOT NULL, 
	expires VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_invitations PRIMARY KEY (digest)
);
CREATE TABLE originals (
	document VARCHAR(16) NOT NULL, 
	size INTEGER NOT NULL, 
	packed BLOB NOT NULL, 
	CONSTRAINT pk_originals PRIMARY KEY (document), 
	CONSTRAINT fk_originals_document_documents FOREIGN KEY(document) REFERENCES documents (id)
);
CREATE TABLE pairs (
	id VARCHAR(16) NOT NULL, 
	alignment INTEGER NOT NULL, 
	"index" INTEGER NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	origin VARCHAR(16) NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	source_lang VARCHAR(16) NOT NULL, 
	target_lang VARCHAR(16) NOT NULL, 
	source_text TEXT NOT NULL, 
	target_text TEXT NOT NULL, 
	source_segments JSON NOT NULL, 
	source_spans JSON NOT NULL, 
	target_segments JSON NOT NULL, 
	target_spans JSON NOT NULL, 
	hypothesis TEXT NOT NULL, 
	back_translation TEXT NOT NULL, 
	model VARCHAR(255) NOT NULL, 
	revision VARCHAR(64) NOT NULL, 
	nats FLOAT NOT NULL, 
	confidence FLOAT NOT NULL, 
	flags JSON NOT NULL, 
	licence TEXT NOT NULL, comment TEXT DEFAULT '' NOT NULL, taken JSON, markup JSON, place BIGINT DEFAULT '0' NOT NULL, reason VARCHAR(32) DEFAULT '' NOT NULL, state VARCHAR(64) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_pairs PRIMARY KEY (id), 
	CONSTRAINT fk_pairs_alignment_alignments FOREIGN KEY(alignment) REFERENCES alignments (id)
);
INSERT INTO "pairs" VALUES('72fe475fb28c0c4b',1,0,'headline','human','accepted','ko','en','북한, 러시아와의 조약 비준','N. KOREA RATIFIES TREATY WITH RUSSIA','[0]','[[26,41]]','[0]','[[30,66]]','copies of The Book, Fure and Adapticks','','jjak-ko-en','1679220ae28a',-1.63086754828691482543e+00,9.15722856264960527461e-01,'[]','CC0','',NULL,NULL,0,'','');
INSERT INTO "pairs" VALUES('c2187922c379cef2',1,3,'programme','human','unreviewed','ko','en','뉴스 투데이','News Today','[3]','[[89,95]]','[3]','[[114,124]]','copies of the news','','jjak-ko-en','1679220ae28a',-1.40741318464279174804e+00,9.81189702796029905584e-01,'[]','CC0','',NULL,NULL,0,'','');
INSERT INTO "pairs" VALUES('824ff071cc1f6416',1,7,'speaker','human','unreviewed','ko','en','조선중앙TV :','N. Korean Central TV/','[8]','[[346,354]]','[7]','[[592,613]]','ArticlementTV:','','jjak-ko-en','1679220ae28a',-1.11221102625131607055e+00,0.690861680021707,'[]','CC0','',NULL,NULL,0,'','');
INSERT INTO "pairs" VALUES('3ad7df320f8ca1d6',1,8,'quote','human','unreviewed','ko','en','조선민주주의인민공화국 최고령도자께서 2024년 11월 11일 조약을 법령으로 서명하셨습니다.','The supreme leader of the Democratic People''s Republic of Korea signed the treaty into law on Nov. 11, 2024.','[9]','[[356,408]]','[8]','[[615,724]]','A 1024 weeks of coinctuation, the best practice to sign up by 20-23.','','jjak-ko-en','1679220ae28a',-2.03166010975837707519e+00,6.5853576306473327051e-01,'["retried"]','CC0','',NULL,NULL,0,'','');
INSERT INTO "pairs" VALUES('0ab227cf52ca6688',1,9,'report','human','unreviewed','ko','en','관영 매체는 러시아도 조약을 비준했다고 전했는데, 군사적 밀착과 조약 이행 의지를 보여 주려는 시도로 해석됩니다.','State media also reported that Russia had also ratified the treaty - interpreted as an attempt to show their military alignment and commitment to the treaty''s implementation.','[10]','[[412,475]]','[9]','[[728,902]]','The swimming swimmings, and they were interpreted by the mortals of a military-to-cookectuation and densession, which are interpreted to the mainly.','','jjak-ko-en','1679220ae28a',-1.95923054218292236328e+00,7.75898292496893349223e-01,'[]','CC0','',NULL,NULL,0,'','');
INSERT INTO "pairs" VALUES('f5c4460b1d5f2977',1,10,'report','human','unreviewed','ko','en','조약은 양측이 비준서를 교환한 날부터 효력을 갖지만, 한국 정부는 교환이 형식에 불과하며 필요한 절차는 모두 끝난 것으로 보고 있습니다.','The treaty takes effect from the day both sides exchange ratification instruments. But the South Korean government believes the exchange is a formality and that all necessary procedures have been completed.','[11]','[[479,555]]','[10,11]','[[906,988],[989,1112]]','It has an효aled by a harnessed day, but one of the governments and need to be in exchange for the form, and all the machines are reported to end.','','jjak-ko-en','1679220ae28a',-1.64862788468599319458e+00,5.38616193616038518854e-01,'[]','CC0','',NULL,NULL,0,'','');
INSERT INTO "pairs" VALUES('bec17c08b7fd6c96',1,12,'report','human','unreviewed','ko','en','특히 조약 제4조는 어느 한쪽이 공격을 받아 전쟁 상태에 놓이면 다른 쪽이 지체 없이 군사 원조를 제공한다고 규정하고 있습니다.','In particular, Article 4 of the accord states that when either party is attacked and faces a war, the other provides military assistance without delay.','[12]','[[559,630]]','[13]','[[1243,1394]]','In particular, we''ll provide a single attacking state, if some other sides have been placed on the war status, you will give them a circle without any other side.','','jjak-ko-en','1679220ae28a',-1.57703173533082,9.50943490302096239297e-01,'[]','CC0','',NULL,NULL,0,'','');
INSERT INTO "pairs" VALUES('0e83df8b43aee64f',1,13,'report','human','unreviewed','ko','en','양측이 모두 조약을 비준함에 따라 북한군의 러시아 파병을 공식 인정하고 병력을 전투에 투입할 것으로 예상됩니다.','With both sides having ratified the treaty, they are expected to formally recognize North Korea''s troop deployment to Russia and have the troops engage in combat.','[13]','[[634,696]]','[14]','[[1398,1560]]','It''s expected to be an officially infection of the booking foes, based on all other sides, and entered into a combat.','','jjak-ko-en','1679220ae28a',-1.69722013548016548156e+00,9.71222900436080061048e-01,'[]','CC0','',NULL,NULL,0,'','');
INSERT INTO "pairs" VALUES('262221609321d0bd',1,14,'report','human','unreviewed','ko','en','추가 파병과 북한의 무기 지원 가능성이 거론되는 가운데, 모스크바에서 평양으로 무기 기술이 이전될 수 있다는 우려도 나옵니다.','Amid the possibility of further troop deployment and weapons support from the North, there''s also concern of weapons technology transfer from Moscow to Pyongyang.','[14]','[[700,770]]','[15]','[[1564,1726]]','It''s also capable of the weapon''s support for additional waves and books, which can be used to possibly in the captility, as well as a founcing weapon in the scafe.','','jjak-ko-en','1679220ae28a',-1.58372931182384490966e+00,0.979639870825934,'[]','CC0','',NULL,NULL,0,'','');
INSERT INTO "pairs" VALUES('47856a3b7ec03ebb',1,15,'speaker','human','unreviewed','ko','en','박원곤/이화여대 교수 :','Prof. Park Won-gon / Ewha Womans Univ.','[15]','[[774,787]]','[16]','[[1730,1768]]','copies of the tired and Monsery:','','jjak-ko-en','1679220ae28a',-1.8959992527961730957e+00,8.70077677365056811886e-01,'[]','CC0','',NULL,NULL,0,'','');
INSERT INTO "pairs" VALUES('85fe05adbd9aa484',1,16,'quote','human','unreviewed','ko','en','전쟁이 길어지면 추가 파병은 불가피하고, 그럴 경우 북한은 그 대가로 핵과 미사일 관련 민감 기술을 요구할 수 있습니다.','Further deployment is inevitable if the war lingers on in which case the North in return could demand sensitive technologies related to nuke, missiles.','[16]','[[789,857]]','[17]','[[1770,1922]]','If the war is long, it''s a folk, then the northbook might require a ministry skill of nutr핵 and mitigate.','','jjak-ko-en','1679220ae28a',-1.55426254868507385253e+00,8.24896870121249459195e-01,'[]','CC0','',NULL,NULL,0,'','');
INSERT INTO "pairs" VALUES('6d749a8a1aafdd6e',1,18,'report','human','unreviewed','ko','en','푸틴 대통령이 앞서 북한과의 합동 훈련 가능성을 언급한 만큼, 갈수록 긴밀해지는 두 나라의 군사 관계가 한반도 정세를 흔드는 큰 불안 요인이 되고 있습니다.','As Putin earlier mentioned possible joint drills with North Korea, ever tightening military ties between the two sides are becoming a major destabilizing factor on the Korean Peninsula.','[18]','[[894,981]]','[18]','[[1926,2111]]','As the Footouter, the ensuscrement of the collaboratory, the more than a throar to the foe, and a large part of the military relationships that are in the second countries of the colleans.','','jjak-ko-en','1679220ae28a',-2.00860118865966796875e+00,0.847360058450781,'[]','CC0','',NULL,NULL,0,'','');
INSERT INTO "pairs" VALUES('187cb272206f1ac3',2,0,'text','machine','unreviewed','ko','en','비가 옵니다.','It''s a none.','[0]','[[0,7]]','[]','[]','It''s a none.','그건 아니야.','jjak-ko-en','1679220ae28a',-1.38624155521392822265e+00,1.0,'[]','CC0','',NULL,NULL,0,'','');
INSERT INTO "pairs" VALUES('efc1eb5d01fa1b0b',2,1,'text','machine','unreviewed','ko','en','눈도 옵니다.','You''re also snow.','[1]','[[8,15]]','[]','[]','You''re also snow.','또한 눈을 낍니다.','jjak-ko-en','1679220ae28a',-1.48507516086101531982e+00,1.0,'[]','CC0','',NULL,NULL,0,'','');
INSERT INTO "pairs" VALUES('afbdf4892315469e',2,2,'text','machine','unreviewed','en','ko','It rains.','비가 없네요.','[2]','[[17,26]]','[]','[]','비가 없네요.','I don''t know.','jjak-ko-en','1679220ae28a',-1.11050772666931152343e+00,1.0,'[]','CC0','',NULL,NULL,0,'','');
INSERT INTO "pairs" VALUES('d84145938477a307',3,0,'text','machine','accepted','ko','en','비가 옵니다.','It''s a none.','[0]','[[0,7]]','[]','[]','It''s a none.','그건 아니야.','jjak-ko-en','1679220ae28a',-1.38624155521392822265e+00,1.0,'[]','CC0','',NULL,NULL,0,'','');
INSERT INTO "pairs" VALUES('dcb892279ee25c9b',3,1,'text','machine','unreviewed','ko','en','바람도 붑니다.','The wind is also tired.','[1]','[[8,16]]','[]','[]','The wind is also tired.','바람이 tired다.','jjak-ko-en','1679220ae28a',-1.22903899848461151123e+00,1.0,'[]','CC0','',NULL,NULL,0,'','');
INSERT INTO "pairs" VALUES('1dc1b9943628a3f4',3,2,'text','machine','unreviewed','en','ko','It rains hard.','무겁게 돼.','[2]','[[18,32]]','[]','[]','무겁게 돼.','It''s heavy.','jjak-ko-en','1679220ae28a',-1.45443175733089447021e+00,1.0,'[]','CC0','',NULL,NULL,0,'','');
INSERT INTO "pairs" VALUES('6442e31747fd93e3',4,1,'text','human','accepted','ko','en','비가 옵니다.','It rains.','[]','[]','[]','[]','','','','',0.0,1.0,'[]','CC BY 4.0','checked twice','["p.tsv",2,"","a book"]',NULL,0,'','');
INSERT INTO "pairs" VALUES('b4481a4f0ea8fb8c',4,2,'text','human','unreviewed','ko','en','눈이 옵니다.','It snows.','[]','[]','[]','[]','','','','',0.0,1.0,'[]','CC BY 4.0','','["p.tsv",3,"","a book"]',NULL,0,'','');
INSERT INTO "pairs" VALUES('b3db74a0570c4a27',4,3,'text','human','unreviewed','ko','en','그는 "좋다"고 했습니다.','He said ''good'', didn''t he?','[]','[]','[]','[]','','','','',0.0,1.0,'[]','CC BY 4.0','','["p.tsv",4,"","a book"]',NULL,0,'','');
INSERT INTO "pairs" VALUES('a89e1b28628742eb',5,1,'text','human','accepted','ko','en','단추 를 누르십시오.','Press the  button.','[]','[]','[]','[]','','','','',0.0,1.0,'[]','CC BY 4.0','from a manual','["m.tmx",1,"u1","a book"]','["tmx","단추 <ph x=\"1\">&lt;b/&gt;</ph>를 누르십시오.","Press the <ph x=\"1\">&lt;b/&gt;</ph> button."]',0,'','');
INSERT INTO "pairs" VALUES('8fc182cf57e46a22',1,4,'lead','human','unreviewed','ko','en','블라디미르 푸틴 러시아 대통령에 이어 김정은 위원장도 러시아와의 새 조약에 서명했다고 북한 매체가 보도했습니다.','Following Russian President Vladimir Putin, North Korean media also reported that Chairman Kim Jong-un signed a new treaty with Russia. A mended text.','[4]','[[105,167]]','[4]','[[138,273]]','A swimming of blue-ladminist sylintufectuation, and the book was signed in the new potions of the Coroperians.','','jjak-ko-en','1679220ae28a',-1.98153631389141082763e+00,8.79354054698644693743e-01,'[]','CC0','',NULL,NULL,0,'','');
INSERT INTO "pairs" VALUES('cdbe366e586134c2',1,5,'lead','human','accepted','ko','en','조약에는 침략을 받으면 군사 지원을 한다는 내용이 들어 있어 북한군의 러시아 파병이 더 노골화될 것으로 보입니다. 북한 김정은 국무위원장이 러시아와 포괄적이고 전략적인 동반자 관계를 맺는 조약에 서명해 법으로 공포했습니다. 블라디미르 푸틴 러시아 대통령이 같은 조약에 서명한 지 이틀 만입니다.','The treaty includes military aid if invaded, suggesting more overt North Korean troop deployments to Russia. North Korean leader Kim Jong-un has signed into a law a treaty to establish a comprehensive and strategic partnership with Russia, two days after Russian President Vladimir Putin did the same.','[5,6,7]','[[168,231],[242,302],[303,342]]','[5,6]','[[274,382],[396,588]]','If you have a suddensed, it looks like a fotale of the book, it seems to be analyer''s hatternalized by the folker. The Books are horrories and advisoratory collaboration of the international, and possibly spoiled with a pounds and senchanctims. This one is a squipped of the symisonic rackery-inch, an instantly sign with the same potions.','','jjak-ko-en','1679220ae28a',-1.89666032418608665466e+00,1.0,'[]','CC0','',NULL,NULL,0,'','');
INSERT INTO "pairs" VALUES('7f3c2f9758a0e5e5',6,1,'text','human','unreviewed','en','ko','Open','열기','[]','[]','[]','[]','','','','',0.0,1.0,'[]','CC0','','["strings.po",3,"","","",""]',NULL,0,'','');
INSERT INTO "pairs" VALUES('cc837d21de7713eb',6,2,'text','human','unreviewed','en','ko','Close the file','파일 열기','[]','[]','[]','[]','','','','',0.0,1.0,'["fuzzy"]','CC0','','["strings.po",6,"","","",""]',NULL,0,'','fuzzy');
INSERT INTO "pairs" VALUES('0f2051e4859e9919',6,3,'text','human','unreviewed','en','ko','Print','','[]','[]','[]','[]','','','','',0.0,1.0,'["untranslated"]','CC0','','["strings.po",10,"","","",""]',NULL,0,'','untranslated');
INSERT INTO "pairs" VALUES('583992bfe0841ab5',7,1,'text','human','unreviewed','ko','en','문을 닫습니다.','We close.','[]','[]','[]','[]','','','','',0.0,1.0,'[]','CC0','','["shop.tsv",2,"","","",""]',NULL,0,'','');
CREATE TABLE places (
	user VARCHAR(64) NOT NULL, 
	alignment INTEGER NOT NULL, 
	"row" VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_places PRIMARY KEY (user, alignment), 
	CONSTRAINT fk_places_alignment_alignments FOREIGN KEY(alignment) REFERENCES alignments (id)
);
INSERT INTO "places" VALUES('kim',3,'2');
INSERT INTO "places" VALUES('kim',1,'18');
CREATE TABLE reviewed (
	alignment INTEGER NOT NULL, 
	"row" VARCHAR(32) NOT NULL, 
	position BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	gone BOOLEAN NOT NULL, 
	bead INTEGER, 
	status VARCHAR(16) NOT NULL, 
	score FLOAT, 
	body JSON NOT NULL, 
	CONSTRAINT pk_reviewed PRIMARY KEY (alignment, "row"), 
	CONSTRAINT fk_reviewed_alignment_alignments FOREIGN KEY(alignment) REFERENCES alignments (id)
);
INSERT INTO "reviewed" VALUES(3,'0',0,1,0,0,'accepted',1.0,'{"id":"0","source":[["0",0,0,7,"비가 옵니다."]],"target":[["0",0,0,0,"It''s a none."]],"status":"accepted","reason":"","comment":"","bookmark":false,"score":1.0,"bead":0,"reasons":[],"runner_up":null}');
INSERT INTO "reviewed" VALUES(1,'0',0,1,0,0,'accepted',9.15722856264960527461e-01,'{"id":"0","source":[["0",0,26,41,"북한, 러시아와의 조약 비준"]],"target":[["0",0,30,66,"N. KOREA RATIFIES TREATY WITH RUSSIA"]],"status":"accepted","reason":"","comment":"","bookmark":false,"score":0.9157228562649605,"bead":0,"reasons":[],"runner_up":null}');
INSERT INTO "reviewed" VALUES(1,'1',1099511627776,2,0,1,'rejected',9.99906429408963681737e-01,'{"id":"1","source":[["1",1,43,65,"입력 2024-11-13 15:42:35"]],"target":[["1",1,68,90,"입력 2024-11-13 15:42:35"]],"status":"rejected","reason":"misaligned","comment":"","bookmark":false,"score":0.9999064294089637,"bead":1,"reasons":[],"runner_up":null}');
INSERT INTO "reviewed" VALUES(1,'2',2199023255552,3,0,2,'unreviewed',9.99952510604476541011e-01,'{"id":"2","source":[["2",2,66,88,"수정 2024-11-13 15:43:40"]],"target":[["2",2,91,113,"수정 2024-11-13 15:43:40"]],"status":"unreviewed","reason":"","comment":"look again","bookmark":false,"score":0.9999525106044765,"bead":2,"reasons":[],"runner_up":null}');
INSERT INTO "reviewed" VALUES(1,'3',3298534883328,4,0,3,'unreviewed',9.81189702796029905584e-01,'{"id":"3","source":[["3",3,89,95,"뉴스 투데이"]],"target":[["3",3,114,124,"News Today"]],"status":"unreviewed","reason":"","comment":"","bookmark":true,"score":0.9811897027960299,"bead":3,"reasons":[],"runner_up":null}');
INSERT INTO "reviewed" VALUES(1,'4',4398046511104,5,0,4,'unreviewed',8.79354054698644693743e-01,'{"id":"4","source":[["4",4,105,167,"블라디미르 푸틴 러시아 대통령에 이어 김정은 위원장도 러시아와의 새 조약에 서명했다고 북한 매체가 보도했습니다."]],"target":[["4",4,138,273,"Following Russian President Vladimir Putin, North Korean media also reported that Chairman Kim Jong-un signed a new treaty with Russia."],["r12345678.n",4,0,0,"A mended text."]],"status":"unreviewed","reason":"","comment":"","bookmark":false,"score":0.8793540546986447,"bead":4,"reasons":[],"runner_up":null}');
INSERT INTO "reviewed" VALUES(1,'6',6597069766656,7,1,6,'unreviewed',0.501059966547952,'{"id":"6","source":[["6",6,242,302,"북한 김정은 국무위원장이 러시아와 포괄적이고 전략적인 동반자 관계를 맺는 조약에 서명해 법으로 공포했습니다."],["7",7,303,342,"블라디미르 푸틴 러시아 대통령이 같은 조약에 서명한 지 이틀 만입니다."]],"target":[["6",6,396,588,"North Korean leader Kim Jong-un has signed into a law a treaty to establish a comprehensive and strategic partnership with Russia, two days after Russian President Vladimir Putin did the same."]],"status":"unreviewed","reason":"","comment":"","bookmark":false,"score":0.501059966547952,"bead":6,"reasons":[],"runner_up":null}');
INSERT INTO "reviewed" VALUES(1,'5',5497558138880,9,0,5,'accepted',NULL,'{"id":"5","source":[["5",5,168,231,"조약에는 침략을 받으면 군사 지원을 한다는 내용이 들어 있어 북한군의 러시아 파병이 더 노골화될 것으로 보입니다."],["6",6,242,302,"북한 김정은 국무위원장이 러시아와 포괄적이고 전략적인 동반자 관계를 맺는 조약에 서명해 법으로 공포했습니다."],["7",7,303,342,"블라디미르 푸틴 러시아 대통령이 같은 조약에 서명한 지 이틀 만입니다."]],"target":[["5",5,274,382,"The treaty includes military aid if invaded, suggesting more overt North Korean troop deployments to Russia."],["6",6,396,588,"North Korean leader Kim Jong-un has signed into a law a treaty to establish a comprehensive and strategic partnership with Russia, two days after Russian President Vladimir Putin did the same."]],"status":"accepted","reason":"","comment":"","bookmark":false,"score":null,"bead":null,"reasons":[],"runner_up":null}');
INSERT INTO "reviewed" VALUES(5,'1',1099511627776,1,0,1,'accepted',NULL,'{"id":"1","source":[["1",1,0,0,"단추 를 누르십시오."]],"target":[["1",1,0,0,"Press the  button."]],"status":"accepted","reason":"","comment":"from a manual","bookmark":false,"score":null,"bead":null,"reasons":[],"runner_up":null}');
INSERT INTO "reviewed" VALUES(4,'1',1099511627776,1,0,1,'accepted',NULL,'{"id":"1","source":[["1",1,0,0,"비가 옵니다."]],"target":[["1",1,0,0,"It rains."]],"status":"accepted","reason":"","comment":"checked twice","bookmark":false,"score":null,"bead":null,"reasons":[],"runner_up":null}');
CREATE TABLE row_checks (
	alignment INTEGER NOT NULL, 
	"row" VARCHAR(32) NOT NULL, 
	rules INTEGER NOT NULL, 
	digest VARCHAR(16) NOT NULL, 
	found TEXT NOT NULL, 
	CONSTRAINT pk_row_checks PRIMARY KEY (alignment, "row")
);
CREATE TABLE runs (
	id INTEGER NOT NULL, 
	started VARCHAR(32) NOT NULL, 
	finished VARCHAR(32), 
	settings JSON NOT NULL, 
	versions JSON NOT NULL, 
	failures JSON, 
	CONSTRAINT pk_runs PRIMARY KEY (id)
);
INSERT INTO "runs" VALUES(1,'2026-11-25T16:18:54+00:00','2026-11-25T16:18:54+00:00','{"languages":["ko","en"],"models":{},"engine":"ctranslate2","compute":"int8","beam":4,"aligner":"translation","licence":"CC0","largest":20000000,"threads":0,"allow_broken":false,"inputs":["/texts/treaty.en.txt","/texts/treaty.ko.txt","/texts/alone.txt"]}','{"jjak":"0.1.0","ctranslate2":"4.8.5","kiwipiepy":"0.24.1","sacrebleu":"2.6.0","sentencepiece":"0.2.3","sentencex":"1.0.32","torch":"2.13.0+cpu","transformers":"5.24.0","model ko-en":"jjak-ko-en@1679220ae28a","model en-ko":"jjak-ko-en@1679220ae28a"}',NULL);
INSERT INTO "runs" VALUES(2,'2026-11-25T16:18:59+00:00','2026-11-25T16:18:59+00:00','{"languages":["ko","en"],"models":{},"engine":"ctranslate2","compute":"int8","beam":4,"aligner":"translation","licence":"CC0","largest":20000000,"threads":0,"allow_broken":false,"inputs":["/texts/alone.txt"]}','{"jjak":"0.1.0","ctranslate2":"4.8.5","kiwipiepy":"0.24.1","sacrebleu":"2.6.0","sentencepiece":"0.2.3","sentencex":"1.0.32","torch":"2.13.0+cpu","transformers":"5.24.0","model ko-en":"jjak-ko-en@1679220ae28a","model en-ko":"jjak-ko-en@1679220ae28a"}',NULL);
INSERT INTO "runs" VALUES(3,'2026-11-25T16:19:00+00:00','2026-11-25T16:19:01+00:00','{"import":["/texts/p.tsv","/texts/m.tmx"],"languages":["ko","en"],"format":null,"terms":{"licence":"CC BY 4.0","attribution":"a book","origin":null,"status":null,"document":""}}','{"jjak":"0.1.0"}',NULL);
INSERT INTO "runs" VALUES(4,'2026-11-26T23:23:15+00:00','2026-11-26T23:23:15+00:00','{"import":["strings.po","shop.tsv"],"languages":["ko","en"],"format":null}','{"jjak":"0.2.0"}',NULL);
CREATE TABLE scores (
	pair VARCHAR(16) NOT NULL, 
	name VARCHAR(32) NOT NULL, 
	value FLOAT NOT NULL, 
	signature INTEGER NOT NULL, 
	CONSTRAINT pk_scores PRIMARY KEY (pair, name), 
	CONSTRAINT fk_scores_pair_pairs FOREIGN KEY(pair) REFERENCES pairs (id), 
	CONSTRAINT fk_scores_signature_signatures FOREIGN KEY(signature) REFERENCES signatures (id)
);
INSERT INTO "scores" VALUES('72fe475fb28c0c4b','bleu',0.0,2);
INSERT INTO "scores" VALUES('72fe475fb28c0c4b','chrf2++',1.20192307692307687183e+00,1);
INSERT INTO "scores" VALUES('c2187922c379cef2','bleu',0.0,2);
INSERT INTO "scores" VALUES('c2187922c379cef2','chrf2++',9.1468223501478576054e+00,1);
INSERT INTO "scores" VALUES('824ff071cc1f6416','bleu',0.0,2);
INSERT INTO "scores" VALUES('824ff071cc1f6416','chrf2++',8.9513019463906,1);
INSERT INTO "scores" VALUES('3ad7df320f8ca1d6','bleu',2.41012342314859751013e+00,2);
INSERT INTO "scores" VALUES('3ad7df320f8ca1d6','chrf2++',1.39138087255724300921e+01,1);
INSERT INTO "scores" VALUES('0ab227cf52ca6688','bleu',3.50540045644458642115e+00,2);
INSERT INTO "scores" VALUES('0ab227cf52ca6688','chrf2++',2.5023118560401858446e+01,1);
INSERT INTO "scores" VALUES('f5c4460b1d5f2977','bleu',1.94731495926173714394e+00,2);
INSERT INTO "scores" VALUES('f5c4460b1d5f2977','chrf2++',2.15905969527503032172e+01,1);
INSERT INTO "scores" VALUES('bec17c08b7fd6c96','bleu',5.64889215196028260379e+00,2);
INSERT INTO "scores" VALUES('bec17c08b7fd6c96','chrf2++',3.31708530892253889983e+01,1);
INSERT INTO "scores" VALUES('0e83df8b43aee64f','bleu',4.47950289853400906991e+00,2);
INSERT INTO "scores" VALUES('0e83df8b43aee64f','chrf2++',2.32248703018793030135e+01,1);
INSERT INTO "scores" VALUES('262221609321d0bd','bleu',1.9452656464166460104e+00,2);
INSERT INTO "scores" VALUES('262221609321d0bd','chrf2++',2.55026913656084914801e+01,1);
INSERT INTO "scores" VALUES('47856a3b7ec03ebb','bleu',0.0,2);
INSERT INTO "scores" VALUES('47856a3b7ec03ebb','chrf2++',6.50538273954678,1);
INSERT INTO "scores" VALUES('85fe05adbd9aa484','bleu',3.80424306602702122503e+00,2);
INSERT INTO "scores" VALUES('85fe05adbd9aa484','chrf2++',1.79011149969611551568e+01,1);
INSERT INTO "scores" VALUES('6d749a8a1aafdd6e','bleu',1.67577113973756097742e+00,2);
INSERT INTO "scores" VALUES('6d749a8a1aafdd6e','chrf2++',2.02598260432356553901e+01,1);
INSERT INTO "scores" VALUES('187cb272206f1ac3','round_trip_bleu',1.59735776061568106602e+01,3);
INSERT INTO "scores" VALUES('187cb272206f1ac3','round_trip_chrf2++',8.33333333333333214909e+00,1);
INSERT INTO "scores" VALUES('efc1eb5d01fa1b0b','round_trip_bleu',1.27033187038653654359e+01,3);
INSERT INTO "scores" VALUES('efc1eb5d01fa1b0b','round_trip_chrf2++',1.9195770364909694905e+01,1);
INSERT INTO "scores" VALUES('afbdf4892315469e','round_trip_bleu',1.59735776061568106602e+01,2);
INSERT INTO "scores" VALUES('afbdf4892315469e','round_trip_chrf2++',9.72062211981566726137e+00,1);
INSERT INTO "scores" VALUES('d84145938477a307','round_trip_bleu',1.59735776061568106602e+01,3);
INSERT INTO "scores" VALUES('d84145938477a307','round_trip_chrf2++',8.33333333333333214909e+00,1);
INSERT INTO "scores" VALUES('dcb892279ee25c9b','round_trip_bleu',1.27033187038653654359e+01,3);
INSERT INTO "scores" VALUES('dcb892279ee25c9b','round_trip_chrf2++',1.46120869928900027896e+01,1);
INSERT INTO "scores" VALUES('1dc1b9943628a3f4','round_trip_bleu',1.97161188255814465719e+01,2);
INSERT INTO "scores" VALUES('1dc1b9943628a3f4','round_trip_chrf2++',1.21169409839047013119e+01,1);
INSERT INTO "scores" VALUES('8fc182cf57e46a22','bleu',2.09433198255739716486e+00,2);
INSERT INTO "scores" VALUES('8fc182cf57e46a22','chrf2++',1.66354665064543816299e+01,1);
INSERT INTO "scores" VALUES('cdbe366e586134c2','bleu',1.83615783536088050809e+00,2);
INSERT INTO "scores" VALUES('cdbe366e586134c2','chrf2++',2.11553643556885049301e+01,1);
CREATE TABLE segments (
	document VARCHAR(16) NOT NULL, 
	"index" INTEGER NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	lang VARCHAR(16) NOT NULL, 
	text TEXT NOT NULL, 
	start INTEGER NOT NULL, 
	stop INTEGER NOT NULL, 
	CONSTRAINT pk_segments PRIMARY KEY (document, "index"), 
	CONSTRAINT fk_segments_document_documents FOREIGN KEY(document) REFERENCES documents (id)
);
INSERT INTO "segments" VALUES('4edfda2db7e3648f',0,'headline','ko','북한, 러시아와의 조약 비준',26,41);
INSERT INTO "segments" VALUES('4edfda2db7e3648f',1,'label','ko','입력 2024-11-13 15:42:35',43,65);
INSERT INTO "segments" VALUES('4edfda2db7e3648f',2,'label','ko','수정 2024-11-13 15:43:40',66,88);
INSERT INTO "segments" VALUES('4edfda2db7e3648f',3,'programme','ko','뉴스 투데이',89,95);
INSERT INTO "segments" VALUES('4edfda2db7e3648f',4,'lead','ko','블라디미르 푸틴 러시아 대통령에 이어 김정은 위원장도 러시아와의 새 조약에 서명했다고 북한 매체가 보도했습니다.',105,167);
INSERT INTO "segments" VALUES('4edfda2db7e3648f',5,'lead','ko','조약에는 침략을 받으면 군사 지원을 한다는 내용이 들어 있어 북한군의 러시아 파병이 더 노골화될 것으로 보입니다.',168,231);
INSERT INTO "segments" VALUES('4edfda2db7e3648f',6,'report','ko','북한 김정은 국무위원장이 러시아와 포괄적이고 전략적인 동반자 관계를 맺는 조약에 서명해 법으로 공포했습니다.',242,302);
INSERT INTO "segments" VALUES('4edfda2db7e3648f',7,'report','ko','블라디미르 푸틴 러시아 대통령이 같은 조약에 서명한 지 이틀 만입니다.',303,342);
INSERT INTO "segments" VALUES('4edfda2db7e3648f',8,'speaker','ko','조선중앙TV :',346,354);
INSERT INTO "segments" VALUES('4edfda2db7e3648f',9,'quote','ko','조선민주주의인민공화국 최고령도자께서 2024년 11월 11일 조약을 법령으로 서명하셨습니다.',356,408);
INSERT INTO "segments" VALUES('4edfda2db7e3648f',10,'report','ko','관영 매체는 러시아도 조약을 비준했다고 전했는데, 군사적 밀착과 조약 이행 의지를 보여 주려는 시도로 해석됩니다.',412,475);
INSERT INTO "segments" VALUES('4edfda2db7e3648f',11,'report','ko','조약은 양측이 비준서를 교환한 날부터 효력을 갖지만, 한국 정부는 교환이 형식에 불과하며 필요한 절차는 모두 끝난 것으로 보고 있습니다.',479,555);
INSERT INTO "segments" VALUES('4edfda2db7e3648f',12,'report','ko','특히 조약 제4조는 어느 한쪽이 공격을 받아 전쟁 상태에 놓이면 다른 쪽이 지체 없이 군사 원조를 제공한다고 규정하고 있습니다.',559,630);
INSERT INTO "segments" VALUES('4edfda2db7e3648f',13,'report','ko','양측이 모두 조약을 비준함에 따라 북한군의 러시아 파병을 공식 인정하고 병력을 전투에 투입할 것으로 예상됩니다.',634,696);
INSERT INTO "segments" VALUES('4edfda2db7e3648f',14,'report','ko','추가 파병과 북한의 무기 지원 가능성이 거론되는 가운데, 모스크바에서 평양으로 무기 기술이 이전될 수 있다는 우려도 나옵니다.',700,770);
INSERT INTO "segments" VALUES('4edfda2db7e3648f',15,'speaker','ko','박원곤/이화여대 교수 :',774,787);
INSERT INTO "segments" VALUES('4edfda2db7e3648f',16,'quote','ko','전쟁이 길어지면 추가 파병은 불가피하고, 그럴 경우 북한은 그 대가로 핵과 미사일 관련 민감 기술을 요구할 수 있습니다.',789,857);
INSERT INTO "segments" VALUES('4edfda2db7e3648f',17,'report','ko','정부는 관련 동향을 예의 주시하고 있다고 밝혔습니다.',861,890);
INSERT INTO "segments" VALUES('4edfda2db7e3648f',18,'report','ko','푸틴 대통령이 앞서 북한과의 합동 훈련 가능성을 언급한 만큼, 갈수록 긴밀해지는 두 나라의 군사 관계가 한반도 정세를 흔드는 큰 불안 요인이 되고 있습니다.',894,981);
INSERT INTO "segments" VALUES('a757c49e5ed171ea',0,'headline','en','N. KOREA RATIFIES TREATY WITH RUSSIA',30,66);
INSERT INTO "segments" VALUES('a757c49e5ed171ea',1,'label','ko','입력 2024-11-13 15:42:35',68,90);
INSERT INTO "segments" VALUES('a757c49e5ed171ea',2,'label','ko','수정 2024-11-13 15:43:40',91,113);
INSERT INTO "segments" VALUES('a757c49e5ed171ea',3,'programme','en','News Today',114,124);
INSERT INTO "segments" VALUES('a757c49e5ed171ea',4,'lead','en','Following Russian President Vladimir Putin, North Korean media also reported that Chairman Kim Jong-un signed a new treaty with Russia.',138,273);
INSERT INTO "segments" VALUES('a757c49e5ed171ea',5,'lead','en','The treaty includes military aid if invaded, suggesting more overt North Korean troop deployments to Russia.',274,382);
INSERT INTO "segments" VALUES('a757c49e5ed171ea',6,'report','en','North Korean leader Kim Jong-un has signed into a law a treaty to establish a comprehensive and strategic partnership with Russia, two days after Russian President Vladimir Putin did the same.',396,588);
INSERT INTO "segments" VALUES('a757c49e5ed171ea',7,'speaker','en','N. Korean Central TV/',592,613);
INSERT INTO "segments" VALUES('a757c49e5ed171ea',8,'quote','en','The supreme leader of the Democratic People''s Republic of Korea signed the treaty into law on Nov. 11, 2024.',615,724);
INSERT INTO "segments" VALUES('a757c49e5ed171ea',9,'report','en','State media also reported that Russia had also ratified the treaty - interpreted as an attempt to show their military alignment and commitment to the treaty''s implementation.',728,902);
INSERT INTO "segments" VALUES('a757c49e5ed171ea',10,'report','en','The treaty takes effect from the day both sides exchange ratification instruments.',906,988);
INSERT INTO "segments" VALUES('a757c49e5ed171ea',11,'report','en','But the South Korean government believes the exchange is a formality and that all necessary procedures have been completed.',989,1112);
INSERT INTO "segments" VALUES('a757c49e5ed171ea',12,'report','en','The treaty, struck when Putin visited Pyongyang in June, is believed to upgrade bilateral relations to a military alliance.',1116,1239);
INSERT INTO "segments" VALUES('a757c49e5ed171ea',13,'report','en','In particular, Article 4 of the accord states that when either party is attacked and faces a war, the other provides military assistance without delay.',1243,1394);
INSERT INTO "segments" VALUES('a757c49e5ed171ea',14,'report','en','With both sides having ratified the treaty, they are expected to formally recognize North Korea''s troop deployment to Russia and have the troops engage in combat.',1398,1560);
INSERT INTO "segments" VALUES('a757c49e5ed171ea',15,'report','en','Amid the possibility of further troop deployment and weapons support from the North, there''s also concern of weapons technology transfer from Moscow to Pyongyang.',1564,1726);
INSERT INTO "segments" VALUES('a757c49e5ed171ea',16,'speaker','en','Prof. Park Won-gon / Ewha Womans Univ.',1730,1768);
INSERT INTO "segments" VALUES('a757c49e5ed171ea',17,'quote','en','Further deployment is inevitable if the war lingers on in which case the North in return could demand sensitive technologies related to nuke, missiles.',1770,1922);
INSERT INTO "segments" VALUES('a757c49e5ed171ea',18,'report','en','As Putin earlier mentioned possible joint drills with North Korea, ever tightening military ties between the two sides are becoming a major destabilizing factor on the Korean Peninsula.',1926,2111);
INSERT INTO "segments" VALUES('a3b766622d7964ec',0,'text','ko','비가 옵니다.',0,7);
INSERT INTO "segments" VALUES('a3b766622d7964ec',1,'text','ko','눈도 옵니다.',8,15);
INSERT INTO "segments" VALUES('a3b766622d7964ec',2,'text','en','It rains.',17,26);
INSERT INTO "segments" VALUES('6ea94a2ce0422a80',0,'text','ko','비가 옵니다.',0,7);
INSERT INTO "segments" VALUES('6ea94a2ce0422a80',1,'text','ko','바람도 붑니다.',8,16);
INSERT INTO "segments" VALUES('6ea94a2ce0422a80',2,'text','en','It rains hard.',18,32);
CREATE TABLE sessions (
	digest VARCHAR(64) NOT NULL, 
	user VARCHAR(64) NOT NULL, 
	token VARCHAR(64) NOT NULL, 
	expires VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_sessions PRIMARY KEY (digest)
);
INSERT INTO "sessions" VALUES('b2c9071f2f93bf66735e09d3d03bab76bb49b7c25004f51bdb696042d0ca685a','','KqTE63Itjl9qDrZmBd-bOUQ-URojSu70108fWnffyBA','2026-12-09T16:19:02.302000+00:00');
CREATE TABLE shelf (
	pair VARCHAR(16) NOT NULL, 
	digest VARCHAR(32) NOT NULL, 
	body JSON NOT NULL, 
	CONSTRAINT pk_shelf PRIMARY KEY (pair, digest)
);
INSERT INTO "shelf" VALUES('97f0fc47cc472e09','3fb7d2efd680fab2e257b794e2d03a0f','{"pair":{"id":"97f0fc47cc472e09","alignment":1,"index":4,"kind":"lead","origin":"human","status":"unreviewed","source_lang":"ko","target_lang":"en","source_text":"블라디미르 푸틴 러시아 대통령에 이어 김정은 위원장도 러시아와의 새 조약에 서명했다고 북한 매체가 보도했습니다.","target_text":"Following Russian President Vladimir Putin, North Korean media also reported that Chairman Kim Jong-un signed a new treaty with Russia.","source_segments":[4],"source_spans":[[105,167]],"target_segments":[4],"target_spans":[[138,273]],"hypothesis":"A swimming of blue-ladminist sylintufectuation, and the book was signed in the new potions of the Coroperians.","back_translation":"","model":"jjak-ko-en","revision":"1679220ae28a","nats":-1.9815363138914108,"confidence":0.8793540546986447,"flags":[],"licence":"CC0","place":0,"reason":"","comment":"","taken":null,"markup":null},"scores":[["bleu",2.444828721083369,2],["chrf2++",17.426396860792003,1]]}');
INSERT INTO "shelf" VALUES('4f90fbbeb76b37c6','fdec4a45215bbb016164df8757b8d32c','{"pair":{"id":"4f90fbbeb76b37c6","alignment":1,"index":6,"kind":"report","origin":"human","status":"unreviewed","source_lang":"ko","target_lang":"en","source_text":"북한 김정은 국무위원장이 러시아와 포괄적이고 전략적인 동반자 관계를 맺는 조약에 서명해 법으로 공포했습니다. 블라디미르 푸틴 러시아 대통령이 같은 조약에 서명한 지 이틀 만입니다.","target_text":"North Korean leader Kim Jong-un has signed into a law a treaty to establish a comprehensive and strategic partnership with Russia, two days after Russian President Vladimir Putin did the same.","source_segments":[6,7],"source_spans":[[242,302],[303,342]],"target_segments":[6],"target_spans":[[396,588]],"hypothesis":"The Books are horrories and advisoratory collaboration of the international, and possibly spoiled with a pounds and senchanctims. This one is a squipped of the symisonic rackery-inch, an instantly sign with the same potions.","back_translation":"","model":"jjak-ko-en","revision":"1679220ae28a","nats":-1.9423538986593485,"confidence":0.501059966547952,"flags":[],"licence":"CC0","place":0,"reason":"","comment":"","taken":null,"markup":null},"scores":[["bleu",2.7410126102418366,2],["chrf2++",21.190688274315878,1]]}');
INSERT INTO "shelf" VALUES('77e3bf737de0e6cf','2cf8597ed6efd1a4a17b066723a25f60','{"pair":{"id":"77e3bf737de0e6cf","alignment":1,"index":5,"kind":"lead","origin":"human","status":"unreviewed","source_lang":"ko","target_lang":"en","source_text":"조약에는 침략을 받으면 군사 지원을 한다는 내용이 들어 있어 북한군의 러시아 파병이 더 노골화될 것으로 보입니다.","target_text":"The treaty includes military aid if invaded, suggesting more overt North Korean troop deployments to Russia.","source_segments":[5],"source_spans":[[168,231]],"target_segments":[5],"target_spans":[[274,382]],"hypothesis":"If you have a suddensed, it looks like a fotale of the book, it seems to be analyer''s hatternalized by the folker.","back_translation":"","model":"jjak-ko-en","revision":"1679220ae28a","nats":-1.805273175239563,"confidence":0.7325916819928249,"flags":[],"licence":"CC0","place":0,"reason":"","comment":"","taken":null,"markup":null},"scores":[["bleu",1.9822566267103439,2],["chrf2++",14.505285740199017,1]]}');
INSERT INTO "shelf" VALUES('cdbe366e586134c2','965cf6e12dd8dd127ee5e9f86d0ac712','{"pair":{"id":"cdbe366e586134c2","alignment":1,"index":5,"kind":"lead","origin":"human","status":"unreviewed","source_lang":"ko","target_lang":"en","source_text":"조약에는 침략을 받으면 군사 지원을 한다는 내용이 들어 있어 북한군의 러시아 파병이 더 노골화될 것으로 보입니다. 북한 김정은 국무위원장이 러시아와 포괄적이고 전략적인 동반자 관계를 맺는 조약에 서명해 법으로 공포했습니다. 블라디미르 푸틴 러시아 대통령이 같은 조약에 서명한 지 이틀 만입니다.","target_text":"The treaty includes military aid if invaded, suggesting more overt North Korean troop deployments to Russia. North Korean leader Kim Jong-un has signed into a law a treaty to establish a comprehensive and strategic partnership with Russia, two days after Russian President Vladimir Putin did the same.","source_segments":[5,6,7],"source_spans":[[168,231],[242,302],[303,342]],"target_segments":[5,6],"target_spans":[[274,382],[396,588]],"hypothesis":"If you have a suddensed, it looks like a fotale of the book, it seems to be analyer''s hatternalized by the folker. The Books are horrories and advisoratory collaboration of the international, and possibly spoiled with a pounds and senchanctims. This one is a squipped of the symisonic rackery-inch, an instantly sign with the same potions.","back_translation":"","model":"jjak-ko-en","revision":"1679220ae28a","nats":-1.8966603241860867,"confidence":1.0,"flags":[],"licence":"CC0","place":0,"reason":"","comment":"","taken":null,"markup":null},"scores":[["bleu",1.8361578353608805,2],["chrf2++",21.155364355688505,1]]}');
CREATE TABLE signatures (
	id INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_signatures PRIMARY KEY (id), 
	CONSTRAINT uq_signatures_text UNIQUE (text)
);
INSERT INTO "signatures" VALUES(1,'nrefs:1|case:mixed|eff:yes|nc:6|nw:2|space:no|version:2.6.0');
INSERT INTO "signatures" VALUES(2,'nrefs:1|case:mixed|eff:yes|tok:13a|smooth:exp|version:2.6.0');
INSERT INTO "signatures" VALUES(3,'nrefs:1|case:mixed|eff:yes|tok:ko-mecab-0.996/ko-0.9.2-KO|smooth:exp|version:2.6.0');
CREATE TABLE terms (
	pair VARCHAR(16) NOT NULL, 
	source TEXT NOT NULL, 
	target TEXT NOT NULL, 
	CONSTRAINT pk_terms PRIMARY KEY (pair)
);
INSERT INTO "terms" VALUES('72fe475fb28c0c4b',' 북한 러시아 조약 비준 ',' n korea ratify treaty with russia ');
INSERT INTO "terms" VALUES('c2187922c379cef2',' 뉴스 투데이 ',' new today ');
INSERT INTO "terms" VALUES('824ff071cc1f6416',' 조선 중앙 tv ',' n korean central tv ');
INSERT INTO "terms" VALUES('3ad7df320f8ca1d6',' 조선민주주의인민공화국 고령 도자 2024 년 11 월 11 일 조약 법령 서명 ',' the supreme leader of the democratic people s republic of korea signed the treaty into law on nov 11 2024 ');
INSERT INTO "terms" VALUES('0ab227cf52ca6688',' 관영 매체 러시아 조약 비준 전하 군사 밀착 조약 이행 의지 보이 시도 해석 ',' state media also reported that russia had also ratified the treaty interpreted as an attempt to show their military alignment and commitment to the treaty s implementation ');
INSERT INTO "terms" VALUES('f5c4460b1d5f2977',' 조약 양측 비준 서 교환 날 효력 갖 한국 정부 교환 형식 불과 필요 절차 모두 끝나 것 보 ',' the treaty take effect from the day both side exchange ratification instrument but the south korean government believe the exchange is a formality and that all necessary procedure have been completed ');
INSERT INTO "terms" VALUES('bec17c08b7fd6c96',' 특히 조약 4 조 어느 한쪽 공격 받 전쟁 상태 놓이 다른 쪽 지체 없이 군사 원조 제공 규정 ',' in particular article 4 of the accord state that when either party is attacked and face a war the other provide military assistance without delay ');
INSERT INTO "terms" VALUES('0e83df8b43aee64f',' 양측 모두 조약 비준 따르 북한군 러시아 파병 공식 인정 병력 전투 투입 것 예상 ',' with both side having ratified the treaty they are expected to formally recognize north korea s troop deployment to russia and have the troop engage in combat ');
INSERT INTO "terms" VALUES('262221609321d0bd',' 추가 파병 북한 무기 지원 가능 거론 가운데 모스크바 평양 무기 기술 이전 수 있 우려 나오 ',' amid the possibility of further troop deployment and weapon support from the north there s also concern of weapon technology transfer from moscow to pyongyang ');
INSERT INTO "terms" VALUES('47856a3b7ec03ebb',' 박원곤 이화여대 교수 ',' prof park won gon ewha woman univ ');
INSERT INTO "terms" VALUES('85fe05adbd9aa484',' 전쟁 길어지 추가 파병 불가피하 그렇 경우 북한 그 대가 핵 미사일 관련 민감 기술 요구 수 있 ',' further deployment is inevitable if the war linger on in which case the north in return could demand sensitive technology related to nuke missile ');
INSERT INTO "terms" VALUES('6d749a8a1aafdd6e',' 푸틴 대통령 앞서 북한 합동 훈련 가능 언급 만큼 갈수록 긴밀 두 나라 군사 관계 한반도 정세 흔들 크 불안 요인 되 ',' as putin earlier mentioned possible joint drill with north korea ever tightening military tie between the two side are becoming a major destabilizing factor on the korean peninsula ');
INSERT INTO "terms" VALUES('187cb272206f1ac3',' 비 오 ',' it s a none ');
INSERT INTO "terms" VALUES('efc1eb5d01fa1b0b',' 눈 오 ',' you re also snow ');
INSERT INTO "terms" VALUES('afbdf4892315469e',' it rain ',' 비 없 ');
INSERT INTO "terms" VALUES('d84145938477a307',' 비 오 ',' it s a none ');
INSERT INTO "terms" VALUES('dcb892279ee25c9b',' 바람 불 ',' the wind is also tired ');
INSERT INTO "terms" VALUES('1dc1b9943628a3f4',' it rain hard ',' 무겁 되 ');
INSERT INTO "terms" VALUES('6442e31747fd93e3',' 비 오 ',' it rain ');
INSERT INTO "terms" VALUES('b4481a4f0ea8fb8c',' 눈 오 ',' it snow ');
INSERT INTO "terms" VALUES('b3db74a0570c4a27',' 그 좋 하 ',' he said good didn t he ');
INSERT INTO "terms" VALUES('a89e1b28628742eb',' 단추 누르 ',' press the button ');
INSERT INTO "terms" VALUES('8fc182cf57e46a22',' 블라디미르 푸틴 러시아 대통령 잇 김정은 위원장 러시아 새 조약 서명 북한 매체 보도 ',' following russian president vladimir putin north korean media also reported that chairman kim jong un signed a new treaty with russia a mended text ');
INSERT INTO "terms" VALUES('cdbe366e586134c2',' 조약 침략 받 군사 지원 하 내용 들 북한군 러시아 파병 더 노골 것 보이 북한 김정은 국무 위원장 러시아 포괄 전략 동반자 관계 맺 조약 서명 법 공포 블라디미르 푸틴 러시아 대통령 같 조약 서명 지 이틀 만 ',' the treaty include military aid if invaded suggesting more overt north korean troop deployment to russia north korean leader kim jong un has signed into a law a treaty to establish a comprehensive and strategic partnership with russia two day after russian president vladimir putin did the same ');
CREATE TABLE translations (
	model VARCHAR(255) NOT NULL, 
	revision VARCHAR(64) NOT NULL, 
	search VARCHAR(64) NOT NULL, 
	source_lang VARCHAR(16) NOT NULL, 
	target_lang VARCHAR(16) NOT NULL, 
	digest VARCHAR(32) NOT NULL, 
	source TEXT NOT NULL, 
	text TEXT NOT NULL, 
	nats FLOAT NOT NULL, 
	flags JSON NOT NULL, 
	CONSTRAINT pk_translations PRIMARY KEY (model, revision, search, source_lang, target_lang, digest)
);
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','ko','en','7013aeb55c8d1e94a10f9858ace28e82','북한, 러시아와의 조약 비준','copies of The Book, Fure and Adapticks',-1.63086754828691482543e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','ko','en','9be1b2de2bf5dabc61fe9ee8ea1c3806','입력 2024-11-13 15:42:35','Input2024-1-13:45:35',-6.03754252195358276367e-01,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','ko','en','03ce55e479baa7a2374f0ba2b9fa5445','수정 2024-11-13 15:43:40','Fix 2024-1-13:40',-4.96432799845933914184e-01,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','ko','en','82c485f9d6a75c2643b29141fe68be5e','뉴스 투데이','copies of the news',-1.40741318464279174804e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','ko','en','da7edae044ef03545389a8bb2a33b64a','블라디미르 푸틴 러시아 대통령에 이어 김정은 위원장도 러시아와의 새 조약에 서명했다고 북한 매체가 보도했습니다.','A swimming of blue-ladminist sylintufectuation, and the book was signed in the new potions of the Coroperians.',-1.98153631389141082763e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','ko','en','9858ebd63ee451fc67f62c37be167dc0','조약에는 침략을 받으면 군사 지원을 한다는 내용이 들어 있어 북한군의 러시아 파병이 더 노골화될 것으로 보입니다.','If you have a suddensed, it looks like a fotale of the book, it seems to be analyer''s hatternalized by the folker.',-1.80527317523956298828e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','ko','en','f92598a60f0850f06a06548289ec15e3','북한 김정은 국무위원장이 러시아와 포괄적이고 전략적인 동반자 관계를 맺는 조약에 서명해 법으로 공포했습니다.','The Books are horrories and advisoratory collaboration of the international, and possibly spoiled with a pounds and senchanctims.',-1.87674695253372192382e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','ko','en','ab3e848fbf3b81f3e2a82f574c18889e','블라디미르 푸틴 러시아 대통령이 같은 조약에 서명한 지 이틀 만입니다.','This one is a squipped of the symisonic rackery-inch, an instantly sign with the same potions.',-2.00796084478497505187e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','ko','en','6d8f0e384d22ce5456096263384f3b98','조선중앙TV :','ArticlementTV:',-1.11221102625131607055e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','ko','en','3264614189f73d07493bd42b68c361ee','조선민주주의인민공화국 최고령도자께서 2024년 11월 11일 조약을 법령으로 서명하셨습니다.','A 1024 weeks of coinctuation, the best practice to sign up by 20-23.',-2.03166010975837707519e+00,'["retried"]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','ko','en','078694714bae7ed7c55b9970624ad28e','관영 매체는 러시아도 조약을 비준했다고 전했는데, 군사적 밀착과 조약 이행 의지를 보여 주려는 시도로 해석됩니다.','The swimming swimmings, and they were interpreted by the mortals of a military-to-cookectuation and densession, which are interpreted to the mainly.',-1.95923054218292236328e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','ko','en','bf065e2e05871ba7c7f92982726cbfef','조약은 양측이 비준서를 교환한 날부터 효력을 갖지만, 한국 정부는 교환이 형식에 불과하며 필요한 절차는 모두 끝난 것으로 보고 있습니다.','It has an효aled by a harnessed day, but one of the governments and need to be in exchange for the form, and all the machines are reported to end.',-1.64862788468599319458e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','ko','en','9a1d920442617a1a21f284a6d401ed66','특히 조약 제4조는 어느 한쪽이 공격을 받아 전쟁 상태에 놓이면 다른 쪽이 지체 없이 군사 원조를 제공한다고 규정하고 있습니다.','In particular, we''ll provide a single attacking state, if some other sides have been placed on the war status, you will give them a circle without any other side.',-1.57703173533082,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','ko','en','25806e3a6cde76e942379f66d3c312ff','양측이 모두 조약을 비준함에 따라 북한군의 러시아 파병을 공식 인정하고 병력을 전투에 투입할 것으로 예상됩니다.','It''s expected to be an officially infection of the booking foes, based on all other sides, and entered into a combat.',-1.69722013548016548156e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','ko','en','39d13889d2e8d03b749e208c1e49f651','추가 파병과 북한의 무기 지원 가능성이 거론되는 가운데, 모스크바에서 평양으로 무기 기술이 이전될 수 있다는 우려도 나옵니다.','It''s also capable of the weapon''s support for additional waves and books, which can be used to possibly in the captility, as well as a founcing weapon in the scafe.',-1.58372931182384490966e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','ko','en','6afda18542e7522e8900d6971ca0c0c0','박원곤/이화여대 교수 :','copies of the tired and Monsery:',-1.8959992527961730957e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','ko','en','2a5fff13fff78d2f3fff01a932201983','전쟁이 길어지면 추가 파병은 불가피하고, 그럴 경우 북한은 그 대가로 핵과 미사일 관련 민감 기술을 요구할 수 있습니다.','If the war is long, it''s a folk, then the northbook might require a ministry skill of nutr핵 and mitigate.',-1.55426254868507385253e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','ko','en','c51f7b1f5c76fe977e9221d614292d6c','정부는 관련 동향을 예의 주시하고 있다고 밝혔습니다.','The government has been adverned to an example of the east.',-1.47413976490497589111e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','ko','en','8be105fcf956a4b909215e11ef83c682','푸틴 대통령이 앞서 북한과의 합동 훈련 가능성을 언급한 만큼, 갈수록 긴밀해지는 두 나라의 군사 관계가 한반도 정세를 흔드는 큰 불안 요인이 되고 있습니다.','As the Footouter, the ensuscrement of the collaboratory, the more than a throar to the foe, and a large part of the military relationships that are in the second countries of the colleans.',-2.00860118865966796875e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','en','ko','ccde8b856f02f231530b1a4186f313ea','N. KOREA RATIFIES TREATY WITH RUSSIA','나. 왠라 라이프랑스 랜드일 랜지',-2.17159494012594223022e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','en','ko','f5d3ea2b2fe5380096bccdd905e7f536','News Today','오늘까지',-1.30270403623580932617e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','en','ko','d33c2afbf17116105b707aa6ecbbd690','Following Russian President Vladimir Putin, North Korean media also reported that Chairman Kim Jong-un signed a new treaty with Russia.','라이스디언트 워드 얕은 북사인 북아지, 가느다리아의 신상으로 서명된 새로운 랜드리아일리아인 에메이드 라인 라이드 라이스인 라이드 라이어스인 라이션을 엨리아리아야.',-2.07657848298549652099e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','en','ko','57c0105f06fb64ed582e36bd6c0f8777','The treaty includes military aid if invaded, suggesting more overt North Korean troop deployments to Russia.','캐나리아스에 북사이드가 있는 경우 군인이 포함되어 있으며, 라디아스를 빡시하는 게 좋습니다.',-1.90951094776391983032e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','en','ko','2465632dc1507ef2d347304dfbba8e53','North Korean leader Kim Jong-un has signed into a law a treaty to establish a comprehensive and strategic partnership with Russia, two days after Russian President Vladimir Putin did the same.','노인 앤아인은 라이너인 루스인 라이시안에 대한 포괄적 및 스트레스노너를 갖추고 있는 법에 서명했습니다. 2일, 라이너리아는 이와 같은 라이사주의 딪히는 걸음입니다.',-1.92114709503948688507e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','en','ko','063f3db8b976cf8c81783b78825fc8ed','N. Korean Central TV/','안녕하세요. 니아 중국트 티브/',-1.69924713671207427978e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','en','ko','f7db91a4f0681c855854487039f74789','The supreme leader of the Democratic People''s Republic of Korea signed the treaty into law on Nov. 11, 2024.','1, 2024년 3월 24년 202년 전행자의 상업체의 화폐자리의 리메이너가로 서명된 민감자입니다.',-1.82959356904029846191e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','en','ko','3773a7b3e42bf53ff8597d23febeeee1','State media also reported that Russia had also ratified the treaty - interpreted as an attempt to show their military alignment and commitment to the treaty''s implementation.','또한 Rusiasia는 라앉을 수 있습니다. 이는 군의 맞춤과의 구현을 표시하려는 것으로 해석하려고 합니다.',-1.28371851891279220581e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','en','ko','74a75b948df01fa1b0b7f5f3b4305d35','The treaty takes effect from the day both sides exchange ratification instruments.','옆에 있는 하루는 계측을 교환하는 데 효과가 있습니다.',-1.56069964170455932617e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','en','ko','80452f1c8f729f695c5a0d8794840890','But the South Korean government believes the exchange is a formality and that all necessary procedures have been completed.','그러나 남아인 정부는 전성적이며 필요한 모든 절차가 완료된 것으로 간주합니다.',-1.36379440873861312866e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','en','ko','f135f7b38c8ac0f4a5e9e89c961ad04a','The treaty, struck when Putin visited Pyongyang in June, is believed to upgrade bilateral relations to a military alliance.','June에서 Pyongy를 방문할 때, 가운드는 모든 군인의 관계에 업그레이드하는 것으로 믿습니다.',-1.29983419552445411682e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','en','ko','f1a8899781c4667d093af38f8cd579a1','In particular, Article 4 of the accord states that when either party is attacked and faces a war, the other provides military assistance without delay.','특히, 파티가 공격되고 얼굴을 공격할 때 군중에 있는 상태의 제 4인 Article 4. 다른 군용 assistance를 제공하지 않습니다.',-1.38737723976373672485e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','en','ko','37e9246e73d48c41a37c908f2984e18d','With both sides having ratified the treaty, they are expected to formally recognize North Korea''s troop deployment to Russia and have the troops engage in combat.','옆에 접수를 갖추고, 북마아스는 라이너스에 동영할 것으로 예상되며, 전투에서 북서국어와 운드에 동네입니다.',-1.84540716931223869323e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','en','ko','b24890082a93daa80b94480451a4e3ac','Amid the possibility of further troop deployment and weapons support from the North, there''s also concern of weapons technology transfer from Moscow to Pyongyang.','북마포스 배포와 무기를 지원하여, 북방에서 책을 Pyyang로 전송하는 데에도 걱정할 수 있는 무기도 있습니다.',-1.53116261959075927734e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','en','ko','a91c97dd1e58c6e2ce1235055f43d00e','Prof. Park Won-gon / Ewha Womans Univ.','프라이크슨/로스턴 / Ewhamans Univ',-1.523123227059841156e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','en','ko','a4a84d8b80b28172e35449f59ee0437a','Further deployment is inevitable if the war lingers on in which case the North in return could demand sensitive technologies related to nuke, missiles.','북서크리와 관련된 민감한 기술과 관련된 민감한 민감한 기술이 발생할 수 있는 경우 전세자 배포가 비슷하게 될 수 있는지 여부를 위반합니다.',-1.63984274491667747497e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','en','ko','474b725a2f3cb4dbe7bb7b1f83c8ef0b','As Putin earlier mentioned possible joint drills with North Korea, ever tightening military ties between the two sides are becoming a major destabilizing factor on the Korean Peninsula.','북국어로스를 섞인 얹은 2개의 쪽에 있는 군인 이중 두 옆에 있는 군인 군인 협상이 많을 때의 주장으로 변해가 될 수 있습니다.',-1.87985365092754364013e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','ko','en','e5119c9c1f24747a04d29d1a4bd79f31','비가 옵니다.','It''s a none.',-1.38624155521392822265e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','ko','en','0fe41808b9a643eb9f0c0c3a3ff83e29','눈도 옵니다.','You''re also snow.',-1.48507516086101531982e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','ko','en','5f619c472de3af6dff073197a4eaf0a3','비가 없네요.','I don''t know.',-7.48108640313148498535e-01,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','en','ko','6f58a7623963538dbefa38678f970b43','It rains.','비가 없네요.',-1.11050772666931152343e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','en','ko','9184fd3bca3ed2404b487eee67be1f48','It''s a none.','그건 아니야.',-8.86568963527679443359e-01,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','en','ko','6cfd2bc2a583bffacba352eb87ad42ec','You''re also snow.','또한 눈을 낍니다.',-1.07756368815898895263e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','ko','en','c459b4621b3d9c329bece1783cb9b39a','바람도 붑니다.','The wind is also tired.',-1.22903899848461151123e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','ko','en','3358af4362e0c4e28c26d5eed6931ded','무겁게 돼.','It''s heavy.',-7.2727203369140625e-01,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','en','ko','8dca7cdafdae655d070170ce4ba0c6a1','It rains hard.','무겁게 돼.',-1.45443175733089447021e+00,'[]');
INSERT INTO "translations" VALUES('jjak-ko-en','1679220ae28a','ctranslate2:int8:beam4','en','ko','ea44913896b2ed769ab53d2764f1d849','The wind is also tired.','바람이 tired다.',-1.04679405689239501953e+00,'[]');
CREATE TABLE users (
	name VARCHAR(64) NOT NULL, 
	role VARCHAR(16) NOT NULL, 
	password TEXT NOT NULL, 
	created VARCHAR(32) NOT NULL, assigned_only BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_users PRIMARY KEY (name)
);
INSERT INTO "users" VALUES('kim','reviewer','$argon2id$v=19$m=65536,t=3,p=4$a19Gza+3Qv6ls+Sy4vBaaQ$qBs0dfoo+01Czntp0pi4hV/VbIGyxZuQqbaoKxxUjOw','2026-11-25T16:19:02+00:00',0);
CREATE INDEX ix_documents_location ON documents (location);
CREATE INDEX ix_pairs_alignment_index ON pairs (alignment, "index");
CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'the log of a review is append-only'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'the log of a review is append-only'); END;
CREATE INDEX ix_import_bitexts_import_id ON import_bitexts (import_id);
COMMIT;
