-- A corpus of schema 0001, made by jjak, commit 2cb2d70 (jjak build), as Connection.iterdump writes it.
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
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
CREATE TABLE beads (
	alignment INTEGER NOT NULL, 
	"index" INTEGER NOT NULL, 
	source_start INTEGER NOT NULL, 
	source_stop INTEGER NOT NULL, 
	target_start INTEGER NOT NULL, 
	target_stop INTEGER NOT NULL, 
	score FLOAT NOT NULL, 
	reasons JSON NOT NULL, 
	CONSTRAINT pk_beads PRIMARY KEY (alignment, "index"), 
	CONSTRAINT fk_beads_alignment_alignments FOREIGN KEY(alignment) REFERENCES alignments (id)
);
INSERT INTO "beads" VALUES(1,0,0,1,0,1,9.12119396575477803246e-01,'[["words", -0.371], ["characters", -0.79], ["least covered line", 0.041], ["length", -0.137], ["field", 2.0], ["kind of bead", 2.892]]');
INSERT INTO "beads" VALUES(1,1,1,2,1,2,9.9993196816803009419e-01,'[["words", 2.628], ["characters", 2.687], ["least covered line", 3.06], ["length", -2.67], ["numbers and names", 0.075], ["field", 2.0], ["kind of bead", 2.892]]');
INSERT INTO "beads" VALUES(1,2,2,3,2,3,9.99963574421893319765e-01,'[["words", 2.901], ["characters", 3.146], ["least covered line", 3.439], ["length", -2.67], ["numbers and names", 0.075], ["field", 2.0], ["kind of bead", 2.892]]');
INSERT INTO "beads" VALUES(1,3,3,4,3,4,9.81491183140384859662e-01,'[["words", 0.836], ["characters", 0.348], ["least covered line", 1.019], ["length", -0.644], ["field", 2.0], ["kind of bead", 2.892]]');
INSERT INTO "beads" VALUES(1,4,4,5,4,5,8.87749375991737088575e-01,'[["words", -0.063], ["characters", -0.555], ["least covered line", 0.231], ["length", -0.127], ["kind of bead", 2.892]]');
INSERT INTO "beads" VALUES(1,5,5,6,5,6,7.39265763881352788722e-01,'[["words", -0.25], ["characters", -0.802], ["least covered line", 0.037], ["length", -0.813], ["kind of bead", 2.892]]');
INSERT INTO "beads" VALUES(1,6,6,8,6,7,4.7263161187179469902e-01,'[["words", -0.12], ["characters", -0.581], ["least covered line", 0.364], ["length", -0.597], ["kind of bead", 1.784]]');
INSERT INTO "beads" VALUES(1,7,8,9,7,8,6.77119547290973899933e-01,'[["words", -0.371], ["characters", -0.847], ["length", -0.108], ["field", 2.0], ["kind of bead", 2.892]]');
INSERT INTO "beads" VALUES(1,8,9,10,8,9,7.00014820190970721291e-01,'[["words", -0.083], ["characters", -0.418], ["least covered line", 0.363], ["length", -0.618], ["numbers and names", -1.447], ["kind of bead", 2.892]]');
INSERT INTO "beads" VALUES(1,9,10,11,9,10,8.06875829474645422934e-01,'[["words", -0.078], ["characters", -0.135], ["least covered line", 0.628], ["length", -0.71], ["kind of bead", 2.892]]');
INSERT INTO "beads" VALUES(1,10,11,12,10,12,5.37141355268112907772e-01,'[["words", 0.669], ["characters", 0.703], ["least covered line", 0.919], ["length", -0.74], ["kind of bead", 1.784]]');
INSERT INTO "beads" VALUES(1,11,12,12,12,13,8.29759136388775297987e-01,'[["omission", -0.56], ["omission length", -0.139], ["omission likeness", 0.119]]');
INSERT INTO "beads" VALUES(1,12,12,13,13,14,9.58489123859810110417e-01,'[["words", 0.312], ["characters", 0.797], ["least covered line", 1.403], ["length", -0.088], ["kind of bead", 2.892]]');
INSERT INTO "beads" VALUES(1,13,13,14,14,15,9.77868468858517636554e-01,'[["words", 0.172], ["characters", 0.332], ["least covered line", 0.965], ["length", -0.505], ["kind of bead", 2.892]]');
INSERT INTO "beads" VALUES(1,14,14,15,15,16,9.84385029815510459449e-01,'[["words", -0.033], ["characters", 0.255], ["least covered line", 0.922], ["length", -0.151], ["kind of bead", 2.892]]');
INSERT INTO "beads" VALUES(1,15,15,16,16,17,8.63275880890851166071e-01,'[["words", -0.371], ["characters", -0.847], ["length", -0.471], ["field", 2.0], ["kind of bead", 2.892]]');
INSERT INTO "beads" VALUES(1,16,16,17,17,18,8.40749832011428499534e-01,'[["words", -0.014], ["characters", -0.338], ["least covered line", 0.402], ["length", -0.132], ["kind of bead", 2.892]]');
INSERT INTO "beads" VALUES(1,17,17,18,18,18,7.7247925674511752625e-01,'[["omission", -0.56], ["omission length", 0.388], ["omission likeness", -0.041]]');
INSERT INTO "beads" VALUES(1,18,18,19,18,19,8.64827204809272442886e-01,'[["words", -0.046], ["characters", -0.616], ["least covered line", 0.187], ["length", -0.04], ["kind of bead", 2.892]]');
INSERT INTO "beads" VALUES(2,0,0,1,0,1,1.0,'[["translation of itself", 1.0]]');
INSERT INTO "beads" VALUES(2,1,1,2,1,2,1.0,'[["translation of itself", 1.0]]');
INSERT INTO "beads" VALUES(2,2,2,3,2,3,1.0,'[["translation of itself", 1.0]]');
INSERT INTO "beads" VALUES(3,0,0,1,0,1,1.0,'[["translation of itself", 1.0]]');
INSERT INTO "beads" VALUES(3,1,1,2,1,2,1.0,'[["translation of itself", 1.0]]');
INSERT INTO "beads" VALUES(3,2,2,3,2,3,1.0,'[["translation of itself", 1.0]]');
CREATE TABLE documents (
	id VARCHAR(16) NOT NULL, 
	name TEXT NOT NULL, 
	location TEXT NOT NULL, 
	text TEXT NOT NULL, 
	metadata JSON NOT NULL, 
	superseded BOOLEAN NOT NULL, 
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
','{"reader": "news", "encoding": "utf-8", "date": "2024-11-13", "programme": "\ub274\uc2a4 \ud22c\ub370\uc774", "published": "2024-11-13T15:42:35+09:00", "modified": "2024-11-13T15:43:40+09:00"}',0);
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



As Putin earlier mentioned possible joint drills with North Korea, ever tightening military ties between the two sides are becoming a major destabilizing factor on the Korean Peninsula.','{"reader": "news", "encoding": "utf-8", "date": "2024-11-13", "programme": "News Today", "published": "2024-11-13T15:42:35+09:00", "modified": "2024-11-13T15:43:40+09:00"}',0);
INSERT INTO "documents" VALUES('a3b766622d7964ec','alone.txt','/texts/alone.txt','비가 옵니다. 눈도 옵니다.

It rains.
','{"reader": "plain", "encoding": "utf-8"}',1);
INSERT INTO "documents" VALUES('6ea94a2ce0422a80','alone.txt','/texts/alone.txt','비가 옵니다. 바람도 붑니다.

It rains hard.
','{"reader": "plain", "encoding": "utf-8"}',0);
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
	licence TEXT NOT NULL, 
	CONSTRAINT pk_pairs PRIMARY KEY (id), 
	CONSTRAINT fk_pairs_alignment_alignments FOREIGN KEY(alignment) REFERENCES alignments (id)
);
INSERT INTO "pairs" VALUES('72fe475fb28c0c4b',1,0,'headline','human','unreviewed','ko','en','북한, 러시아와의 조약 비준','N. KOREA RATIFIES TREATY WITH RUSSIA','[0]','[[26, 41]]','[0]','[[30, 66]]','copies of The Book, Fure and Adapticks','','jjak-ko-en','1679220ae28a',-1.63086754828691482543e+00,9.12119396575477803246e-01,'[]','CC0');
INSERT INTO "pairs" VALUES('c2187922c379cef2',1,3,'programme','human','unreviewed','ko','en','뉴스 투데이','News Today','[3]','[[89, 95]]','[3]','[[114, 124]]','copies of the news','','jjak-ko-en','1679220ae28a',-1.40741318464279174804e+00,9.81491183140384859662e-01,'[]','CC0');
INSERT INTO "pairs" VALUES('97f0fc47cc472e09',1,4,'lead','human','unreviewed','ko','en','블라디미르 푸틴 러시아 대통령에 이어 김정은 위원장도 러시아와의 새 조약에 서명했다고 북한 매체가 보도했습니다.','Following Russian President Vladimir Putin, North Korean media also reported that Chairman Kim Jong-un signed a new treaty with Russia.','[4]','[[105, 167]]','[4]','[[138, 273]]','A swimming of blue-ladminist sylintufectuation, and the book was signed in the new potions of the Coroperians.','','jjak-ko-en','1679220ae28a',-1.98153631389141082763e+00,8.87749375991737088575e-01,'[]','CC0');
INSERT INTO "pairs" VALUES('77e3bf737de0e6cf',1,5,'lead','human','unreviewed','ko','en','조약에는 침략을 받으면 군사 지원을 한다는 내용이 들어 있어 북한군의 러시아 파병이 더 노골화될 것으로 보입니다.','The treaty includes military aid if invaded, suggesting more overt North Korean troop deployments to Russia.','[5]','[[168, 231]]','[5]','[[274, 382]]','If you have a suddensed, it looks like a fotale of the book, it seems to be analyer''s hatternalized by the folker.','','jjak-ko-en','1679220ae28a',-1.80527317523956298828e+00,7.39265763881352788722e-01,'[]','CC0');
INSERT INTO "pairs" VALUES('4f90fbbeb76b37c6',1,6,'report','human','unreviewed','ko','en','북한 김정은 국무위원장이 러시아와 포괄적이고 전략적인 동반자 관계를 맺는 조약에 서명해 법으로 공포했습니다. 블라디미르 푸틴 러시아 대통령이 같은 조약에 서명한 지 이틀 만입니다.','North Korean leader Kim Jong-un has signed into a law a treaty to establish a comprehensive and strategic partnership with Russia, two days after Russian President Vladimir Putin did the same.','[6, 7]','[[242, 302], [303, 342]]','[6]','[[396, 588]]','The Books are horrories and advisoratory collaboration of the international, and possibly spoiled with a pounds and senchanctims. This one is a squipped of the symisonic rackery-inch, an instantly sign with the same potions.','','jjak-ko-en','1679220ae28a',-1.94235389865934848785e+00,4.7263161187179469902e-01,'[]','CC0');
INSERT INTO "pairs" VALUES('824ff071cc1f6416',1,7,'speaker','human','unreviewed','ko','en','조선중앙TV :','N. Korean Central TV/','[8]','[[346, 354]]','[7]','[[592, 613]]','ArticlementTV:','','jjak-ko-en','1679220ae28a',-1.11221102625131607055e+00,6.77119547290973899933e-01,'[]','CC0');
INSERT INTO "pairs" VALUES('3ad7df320f8ca1d6',1,8,'quote','human','unreviewed','ko','en','조선민주주의인민공화국 최고령도자께서 2024년 11월 11일 조약을 법령으로 서명하셨습니다.','The supreme leader of the Democratic People''s Republic of Korea signed the treaty into law on Nov. 11, 2024.','[9]','[[356, 408]]','[8]','[[615, 724]]','A 1024 weeks of coinctuation, the best practice to sign up by 20-23.','','jjak-ko-en','1679220ae28a',-2.03166010975837707519e+00,7.00014820190970721291e-01,'["retried"]','CC0');
INSERT INTO "pairs" VALUES('0ab227cf52ca6688',1,9,'report','human','unreviewed','ko','en','관영 매체는 러시아도 조약을 비준했다고 전했는데, 군사적 밀착과 조약 이행 의지를 보여 주려는 시도로 해석됩니다.','State media also reported that Russia had also ratified the treaty - interpreted as an attempt to show their military alignment and commitment to the treaty''s implementation.','[10]','[[412, 475]]','[9]','[[728, 902]]','The swimming swimmings, and they were interpreted by the mortals of a military-to-cookectuation and densession, which are interpreted to the mainly.','','jjak-ko-en','1679220ae28a',-1.95923054218292236328e+00,8.06875829474645422934e-01,'[]','CC0');
INSERT INTO "pairs" VALUES('f5c4460b1d5f2977',1,10,'report','human','unreviewed','ko','en','조약은 양측이 비준서를 교환한 날부터 효력을 갖지만, 한국 정부는 교환이 형식에 불과하며 필요한 절차는 모두 끝난 것으로 보고 있습니다.','The treaty takes effect from the day both sides exchange ratification instruments. But the South Korean government believes the exchange is a formality and that all necessary procedures have been completed.','[11]','[[479, 555]]','[10, 11]','[[906, 988], [989, 1112]]','It has an효aled by a harnessed day, but one of the governments and need to be in exchange for the form, and all the machines are reported to end.','','jjak-ko-en','1679220ae28a',-1.64862788468599319458e+00,5.37141355268112907772e-01,'[]','CC0');
INSERT INTO "pairs" VALUES('bec17c08b7fd6c96',1,12,'report','human','unreviewed','ko','en','특히 조약 제4조는 어느 한쪽이 공격을 받아 전쟁 상태에 놓이면 다른 쪽이 지체 없이 군사 원조를 제공한다고 규정하고 있습니다.','In particular, Article 4 of the accord states that when either party is attacked and faces a war, the other provides military assistance without delay.','[12]','[[559, 630]]','[13]','[[1243, 1394]]','In particular, we''ll provide a single attacking state, if some other sides have been placed on the war status, you will give them a circle without any other side.','','jjak-ko-en','1679220ae28a',-1.57703173533082,9.58489123859810110417e-01,'[]','CC0');
INSERT INTO "pairs" VALUES('0e83df8b43aee64f',1,13,'report','human','unreviewed','ko','en','양측이 모두 조약을 비준함에 따라 북한군의 러시아 파병을 공식 인정하고 병력을 전투에 투입할 것으로 예상됩니다.','With both sides having ratified the treaty, they are expected to formally recognize North Korea''s troop deployment to Russia and have the troops engage in combat.','[13]','[[634, 696]]','[14]','[[1398, 1560]]','It''s expected to be an officially infection of the booking foes, based on all other sides, and entered into a combat.','','jjak-ko-en','1679220ae28a',-1.69722013548016548156e+00,9.77868468858517636554e-01,'[]','CC0');
INSERT INTO "pairs" VALUES('262221609321d0bd',1,14,'report','human','unreviewed','ko','en','추가 파병과 북한의 무기 지원 가능성이 거론되는 가운데, 모스크바에서 평양으로 무기 기술이 이전될 수 있다는 우려도 나옵니다.','Amid the possibility of further troop deployment and weapons support from the North, there''s also concern of weapons technology transfer from Moscow to Pyongyang.','[14]','[[700, 770]]','[15]','[[1564, 1726]]','It''s also capable of the weapon''s support for additional waves and books, which can be used to possibly in the captility, as well as a founcing weapon in the scafe.','','jjak-ko-en','1679220ae28a',-1.58372931182384490966e+00,9.84385029815510459449e-01,'[]','CC0');
INSERT INTO "pairs" VALUES('47856a3b7ec03ebb',1,15,'speaker','human','unreviewed','ko','en','박원곤/이화여대 교수 :','Prof. Park Won-gon / Ewha Womans Univ.','[15]','[[774, 787]]','[16]','[[1730, 1768]]','copies of the tired and Monsery:','','jjak-ko-en','1679220ae28a',-1.8959992527961730957e+00,8.63275880890851166071e-01,'[]','CC0');
INSERT INTO "pairs" VALUES('85fe05adbd9aa484',1,16,'quote','human','unreviewed','ko','en','전쟁이 길어지면 추가 파병은 불가피하고, 그럴 경우 북한은 그 대가로 핵과 미사일 관련 민감 기술을 요구할 수 있습니다.','Further deployment is inevitable if the war lingers on in which case the North in return could demand sensitive technologies related to nuke, missiles.','[16]','[[789, 857]]','[17]','[[1770, 1922]]','If the war is long, it''s a folk, then the northbook might require a ministry skill of nutr핵 and mitigate.','','jjak-ko-en','1679220ae28a',-1.55426254868507385253e+00,8.40749832011428499534e-01,'[]','CC0');
INSERT INTO "pairs" VALUES('6d749a8a1aafdd6e',1,18,'report','human','unreviewed','ko','en','푸틴 대통령이 앞서 북한과의 합동 훈련 가능성을 언급한 만큼, 갈수록 긴밀해지는 두 나라의 군사 관계가 한반도 정세를 흔드는 큰 불안 요인이 되고 있습니다.','As Putin earlier mentioned possible joint drills with North Korea, ever tightening military ties between the two sides are becoming a major destabilizing factor on the Korean Peninsula.','[18]','[[894, 981]]','[18]','[[1926, 2111]]','As the Footouter, the ensuscrement of the collaboratory, the more than a throar to the foe, and a large part of the military relationships that are in the second countries of the colleans.','','jjak-ko-en','1679220ae28a',-2.00860118865966796875e+00,8.64827204809272442886e-01,'[]','CC0');
INSERT INTO "pairs" VALUES('187cb272206f1ac3',2,0,'text','machine','unreviewed','ko','en','비가 옵니다.','It''s a none.','[0]','[[0, 7]]','[]','[]','It''s a none.','그건 아니야.','jjak-ko-en','1679220ae28a',-1.38624155521392822265e+00,1.0,'[]','CC0');
INSERT INTO "pairs" VALUES('efc1eb5d01fa1b0b',2,1,'text','machine','unreviewed','ko','en','눈도 옵니다.','You''re also snow.','[1]','[[8, 15]]','[]','[]','You''re also snow.','또한 눈을 낍니다.','jjak-ko-en','1679220ae28a',-1.48507516086101531982e+00,1.0,'[]','CC0');
INSERT INTO "pairs" VALUES('afbdf4892315469e',2,2,'text','machine','unreviewed','en','ko','It rains.','비가 없네요.','[2]','[[17, 26]]','[]','[]','비가 없네요.','I don''t know.','jjak-ko-en','1679220ae28a',-1.11050772666931152343e+00,1.0,'[]','CC0');
INSERT INTO "pairs" VALUES('d84145938477a307',3,0,'text','machine','unreviewed','ko','en','비가 옵니다.','It''s a none.','[0]','[[0, 7]]','[]','[]','It''s a none.','그건 아니야.','jjak-ko-en','1679220ae28a',-1.38624155521392822265e+00,1.0,'[]','CC0');
INSERT INTO "pairs" VALUES('dcb892279ee25c9b',3,1,'text','machine','unreviewed','ko','en','바람도 붑니다.','The wind is also tired.','[1]','[[8, 16]]','[]','[]','The wind is also tired.','바람이 tired다.','jjak-ko-en','1679220ae28a',-1.22903899848461151123e+00,1.0,'[]','CC0');
INSERT INTO "pairs" VALUES('1dc1b9943628a3f4',3,2,'text','machine','unreviewed','en','ko','It rains hard.','무겁게 돼.','[2]','[[18, 32]]','[]','[]','무겁게 돼.','It''s heavy.','jjak-ko-en','1679220ae28a',-1.45443175733089447021e+00,1.0,'[]','CC0');
CREATE TABLE runs (
	id INTEGER NOT NULL, 
	started VARCHAR(32) NOT NULL, 
	finished VARCHAR(32), 
	settings JSON NOT NULL, 
	versions JSON NOT NULL, 
	CONSTRAINT pk_runs PRIMARY KEY (id)
);
INSERT INTO "runs" VALUES(1,'2026-11-25T16:14:32+00:00','2026-11-25T16:14:32+00:00','{"languages": ["ko", "en"], "models": {}, "engine": "ctranslate2", "compute": "int8", "beam": 4, "aligner": "translation", "licence": "CC0", "largest": 20000000, "threads": 0, "inputs": ["/texts/treaty.en.txt", "/texts/treaty.ko.txt", "/texts/alone.txt"]}','{"jjak": "0.1.0", "ctranslate2": "4.8.5", "kiwipiepy": "0.24.1", "sacrebleu": "2.6.0", "sentencepiece": "0.2.3", "sentencex": "1.0.32", "torch": "2.13.0+cpu", "transformers": "5.24.0", "model ko-en": "jjak-ko-en@1679220ae28a", "model en-ko": "jjak-ko-en@1679220ae28a"}');
INSERT INTO "runs" VALUES(2,'2026-11-25T16:14:37+00:00','2026-11-25T16:14:37+00:00','{"languages": ["ko", "en"], "models": {}, "engine": "ctranslate2", "compute": "int8", "beam": 4, "aligner": "translation", "licence": "CC0", "largest": 20000000, "threads": 0, "inputs": ["/texts/alone.txt"]}','{"jjak": "0.1.0", "ctranslate2": "4.8.5", "kiwipiepy": "0.24.1", "sacrebleu": "2.6.0", "sentencepiece": "0.2.3", "sentencex": "1.0.32", "torch": "2.13.0+cpu", "transformers": "5.24.0", "model ko-en": "jjak-ko-en@1679220ae28a", "model en-ko": "jjak-ko-en@1679220ae28a"}');
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
INSERT INTO "scores" VALUES('97f0fc47cc472e09','bleu',2.44482872108336879435e+00,2);
INSERT INTO "scores" VALUES('97f0fc47cc472e09','chrf2++',1.7426396860792003451e+01,1);
INSERT INTO "scores" VALUES('77e3bf737de0e6cf','bleu',1.98225662671034386086e+00,2);
INSERT INTO "scores" VALUES('77e3bf737de0e6cf','chrf2++',1.45052857401990173968e+01,1);
INSERT INTO "scores" VALUES('4f90fbbeb76b37c6','bleu',2.74101261024183662229e+00,2);
INSERT INTO "scores" VALUES('4f90fbbeb76b37c6','chrf2++',2.11906882743158782029e+01,1);
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
CREATE TABLE signatures (
	id INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_signatures PRIMARY KEY (id), 
	CONSTRAINT uq_signatures_text UNIQUE (text)
);
INSERT INTO "signatures" VALUES(1,'nrefs:1|case:mixed|eff:yes|nc:6|nw:2|space:no|version:2.6.0');
INSERT INTO "signatures" VALUES(2,'nrefs:1|case:mixed|eff:yes|tok:13a|smooth:exp|version:2.6.0');
INSERT INTO "signatures" VALUES(3,'nrefs:1|case:mixed|eff:yes|tok:ko-mecab-0.996/ko-0.9.2-KO|smooth:exp|version:2.6.0');
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
CREATE INDEX ix_documents_location ON documents (location);
CREATE INDEX ix_pairs_alignment ON pairs (alignment);
COMMIT;
